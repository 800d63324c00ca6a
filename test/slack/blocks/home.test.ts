import type { HomeView, KnownBlock } from '@slack/types';
import type { FindingSummary } from '../../../src/domain/finding-summary';
import {
  couldUseAHand,
  endingSoon,
  firstPage,
  HOME_ROWS,
  type Home,
  needingDecision,
  nextUndecided,
  pageAfter,
  promisedSoon,
  type SecurityOverview,
  standingByTeam,
  standingOf,
} from '../../../src/domain/home';
import { kpisOf } from '../../../src/domain/kpis';
import { homeView } from '../../../src/slack/blocks/home';
import { readHomeMetadata } from '../../../src/slack/blocks/home-metadata';
import { readyCommandModal } from '../../../src/slack/blocks/home-mine';
import { viewProblems } from '../../../src/slack/blocks/limits';
import { ACTIONS } from '../../../src/slack/ids';
import { aLaunchRecord, aRecord } from '../../support/a-history';
import { aPolicy } from '../../support/a-policy';
import { aSummary } from '../../support/a-summary';
import { expectSafe, HOSTILE_TEXTS, textOf } from '../../support/views';

const now = '2026-11-25T09:00:00.000Z';
const policy = aPolicy();
const context = { now, policy };
const period = { from: '2026-10-26T09:00:00.000Z', to: now };
const before = { from: '2026-09-26T09:00:00.000Z', to: period.from };

const TABS: Home['tabs'] = ['mine', 'team', 'security'];
const cursor = {
  sort: '1#2026-12-01T16:00:00.000Z',
  id: `111122223333/eu-west-1/${'a'.repeat(63)}/2026-11-24T09:12:30Z`,
};

function pageOf(rows: FindingSummary[]) {
  return { rows: rows.slice(0, HOME_ROWS), next: rows.length > HOME_ROWS ? cursor : null };
}

function mine(rows: FindingSummary[], over: Partial<Extract<Home, { part: 'mine' }>> = {}): Home {
  return {
    tabs: ['mine'],
    unsure: false,
    part: 'mine',
    place: { ...firstPage('mine'), total: rows.length },
    overview: { standing: standingOf(rows, now), next: nextUndecided(rows) },
    page: pageOf(rows),
    bystander: false,
    ...over,
  };
}

function team(rows: FindingSummary[], teams = ['growth']): Home {
  const records = rows.map((row) => ({ ...row, timeline: [] }));
  return {
    tabs: TABS,
    unsure: false,
    part: 'team',
    place: { ...firstPage('team'), total: rows.length },
    overview: {
      standing: standingOf(rows, now),
      numbers: teams.map((name) => ({
        team: name,
        standing: standingOf(rows, now),
        kpis: kpisOf({ records, launches: [], team: name, ...period }),
      })),
      needsDecision: needingDecision(rows, now),
      promised: promisedSoon(rows, now),
      ending: endingSoon(rows, now),
      hands: couldUseAHand(records, '2026-11-01T00:00:00.000Z', 'U0LEAD'),
    },
    page: pageOf(rows),
  };
}

function security(rows: FindingSummary[], lastScan: SecurityOverview['lastScan'] = null): Home {
  const records = rows.map((row) => ({ ...row, timeline: [] }));
  return {
    tabs: TABS,
    unsure: false,
    part: 'security',
    place: firstPage('security'),
    overview: {
      standing: standingOf(rows, now),
      orphans: rows.filter(({ ownerId }) => ownerId === null).length,
      ending: endingSoon(rows, now),
      teams: standingByTeam(rows, now),
      kpis: kpisOf({ records, launches: [], team: null, ...period }),
      kpisBefore: kpisOf({ records, launches: [], team: null, ...before }),
      lastScan,
    },
  };
}

const view = (home: Home) => homeView(home, context);
const words = (home: Home) => textOf(view(home).blocks);

/** Labels of the buttons, in order. */
function buttons({ blocks }: HomeView): string[] {
  return (blocks as KnownBlock[]).flatMap((block) => {
    if (block.type === 'actions')
      return block.elements.flatMap((each) => (each.type === 'button' ? each.text.text : []));
    return block.type === 'section' && block.accessory?.type === 'button' ? block.accessory.text.text : [];
  });
}

const STATES: Partial<FindingSummary>[] = [
  { status: 'open', deadline: '2026-11-20T16:00:00.000Z' },
  { status: 'acknowledged' },
  { status: 'migration_scheduled', deadline: '2026-11-28T16:00:00.000Z' },
  { status: 'exception_requested', answerDueAt: '2026-11-26T16:00:00.000Z' },
  { status: 'exception_granted', deadline: null, grantUntil: '2026-12-02T16:00:00.000Z' },
];

/** As many as an owner, a team or the company may have, in every state, everything as long as it may be. */
function many(text: string, count = 1000): FindingSummary[] {
  return Array.from({ length: count }, (_, index) =>
    aSummary({
      ...STATES[index % STATES.length],
      name: text.slice(0, 63),
      team: `${index % 250} ${text}`.slice(0, 256),
      ownerId: index % 3 === 0 ? null : `U0OWNER${index % 40}`,
      launch: { name: `${'a'.repeat(59)}${String(index).padStart(4, '0')}` },
      rules: ['notebook-no-direct-internet-access', 'notebook-required-tags', 'notebook-kms-key-configured'],
      version: 10_000,
    }),
  );
}

describe('every Home', () => {
  const homes = (text: string): [string, Home][] => {
    const rows = many(text);
    const far = Array.from({ length: 124 }).reduce<Home['place']>((place) => pageAfter(place, cursor), {
      ...firstPage('mine'),
      total: 1000,
    });
    return [
      ['mine', mine(rows, { tabs: TABS, unsure: true })],
      ['mine, far into the list', mine(rows, { place: far, overview: null })],
      ['team', team(rows)],
      [
        'thirty teams',
        team(
          rows,
          Array.from({ length: 30 }, (_, index) => `${index} ${text}`.slice(0, 256)),
        ),
      ],
      ['security', security(rows)],
      [
        'security after a scan that was refused everywhere',
        security(rows, { at: now, notChecked: Array.from({ length: 500 }, () => text.slice(0, 100) || '-') }),
      ],
    ];
  };

  it.each([['the longest names', 'W'.repeat(300)], ...HOSTILE_TEXTS])(
    'is one that Slack takes and lives on nothing that others wrote: 1,000 findings with %s',
    (_, text) => {
      for (const [, home] of homes(text)) expectSafe(view(home));
    },
  );

  it.each([
    ['mine', mine([])],
    ['team', team([])],
    ['security', security([])],
  ])('is one that Slack takes when there is nothing: %s', (_, home) => {
    expect(viewProblems(view(home))).toEqual([]);
  });

  it('says when it was made, and offers only the parts that its reader has', () => {
    expect(words(mine([]))).toContain('As of <!date^1795597200^');
    expect(buttons(view(mine([])))).toEqual(['Refresh', 'Corrected Command']);
    expect(buttons(view(mine([], { tabs: ['mine', 'team'] })))).toEqual([
      'Refresh',
      'Mine',
      'Team',
      'Corrected Command',
    ]);
    expect(JSON.stringify(view(team([])))).toContain('"accessibility_label":"Team, shown now"');
  });

  it('says when Slack did not tell who belongs to security', () => {
    expect(words(mine([], { unsure: true }))).toContain('if you do, that part is missing here');
  });

  it('names the notebook on every Open, for who hears and does not see', () => {
    const labels = [...JSON.stringify(view(mine(many('nlp-lab')))).matchAll(/"accessibility_label":"([^"]+)"/g)];
    expect(labels.map(([, label]) => label)).toEqual(Array.from({ length: HOME_ROWS }, () => 'Open nlp-lab'));
  });

  it('carries where it is, and reads it back', () => {
    const place = pageAfter({ ...firstPage('mine'), total: 41 }, cursor);
    const { private_metadata } = view(mine(many('a'), { place, overview: null }));
    expect(readHomeMetadata(private_metadata ?? '')).toEqual({ place, next: cursor });
    for (const other of ['', '{}', '{"tab":"boss"}', 'null']) expect(readHomeMetadata(other)).toBeNull();
  });
});

describe('the own part', () => {
  const five = STATES.map((state, index) => aSummary({ ...state, name: `n${index}`, launch: { name: `n${index}` } }));

  it('groups its notebooks by what they wait for, each with its date', () => {
    const seen = words(mine(five));
    expect(seen).toMatch(
      /Needs you\*\n.*n0[\s\S]*n1[\s\S]*Planned\*\n.*n2[\s\S]*With security\*\n.*n3[\s\S]*Allowed until\*\n.*n4/,
    );
    expect(seen).toMatch(/n0.* · open, the date <!date\S+ .* has passed · ml-dev/);
    expect(seen).toMatch(/n1.* · acknowledged, fix by <!date/);
    expect(seen).toMatch(/n2.* · planned for <!date/);
    expect(seen).toMatch(/n3.* · with security, answer due <!date/);
    expect(seen).toMatch(/n4.* · allowed until <!date/);
  });

  it('says where they stand and what is next', () => {
    expect(words(mine(five))).toContain(
      '*3 of your notebooks need something:* 1 without a decision yet, 1 acknowledged, 1 planned. Besides: 1 with security, 1 allowed for now. For 1 the date has passed; nothing was stopped. *Next:* choose for n0, whose date has passed.',
    );
    expect(words(mine([aSummary()]))).toContain(
      '*1 of your notebooks needs something:* 1 without a decision yet. *Next:* choose for churn-eda, fix by <!date',
    );
    expect(words(mine(five.slice(3)))).toContain('*Nothing needs you now:* 1 with security, 1 allowed for now.');
  });

  it('pages through all of them', () => {
    const rows = many('nlp-lab', 41);
    expect(words(mine(rows))).toContain('1-8 of 41');
    expect(buttons(view(mine(rows))).filter((label) => label !== 'Open')).toEqual(['Refresh', 'Later']);
    const second = pageAfter({ ...firstPage('mine'), total: 41 }, cursor);
    const middle = mine(rows, { place: second, overview: null });
    expect(words(middle)).toContain('9-16 of 41');
    expect(words(middle)).not.toContain('need something');
    expect(buttons(view(middle)).slice(-2)).toEqual(['Earlier', 'Later']);
    const last = mine([], {
      place: { ...second, before: 40 },
      overview: null,
      page: { rows: rows.slice(0, 1), next: null },
    });
    expect(words(last)).toContain('41-41 of 41');
    expect(buttons(view(last)).at(-1)).toBe('First Page');
    expect(buttons(view(mine(rows.slice(0, 8))))).not.toContain('Later');
  });

  it('is good news when there is nothing, with a command for the next launch where there is a network for it', () => {
    expect(words(mine([]))).toContain('*All good here.* Nothing of yours needs a fix. Next launch:');
    expect(textOf(homeView(mine([]), { now, policy: aPolicy({ networks: [] }) }).blocks)).not.toContain('Next launch');
    expect(words(mine([]))).not.toContain('This page is for');
    expect(words(mine([], { bystander: true }))).toContain('This page is for people who run SageMaker notebooks');
  });

  it('has a ready command for the network that the policy approves', () => {
    expectSafe(readyCommandModal(policy));
    expect(textOf(readyCommandModal(policy))).toContain('aws sagemaker create-notebook-instance');
    expect(textOf(readyCommandModal(aPolicy({ networks: [] })))).toContain('no approved network');
  });
});

describe('the part of a lead', () => {
  const days = (day: number) => `2026-11-${String(day).padStart(2, '0')}`;
  const goodOrNot = (count: number, good: number) =>
    Array.from({ length: count }, (_, index) =>
      aLaunchRecord(`${days(1 + (index % 20))}T10:00:00Z`, { rules: index < good ? [] : ['notebook-in-vpc'] }),
    );
  const fixed = aRecord(
    [
      ['2026-11-02T09:13:00.000Z', 'open'],
      ['2026-11-04T09:13:00.000Z', 'resolved'],
    ],
    { firstSeenAt: '2026-11-02T09:13:00.000Z' },
  );

  function numbersOf(launches: number, good: number): string {
    const rows = [aSummary({ deadline: '2026-11-20T16:00:00.000Z' })];
    const home = team(rows);
    if (home.part !== 'team' || !home.overview) throw new Error('not the part of a lead');
    const kpis = kpisOf({ records: [fixed], launches: goodOrNot(launches, good), team: 'growth', ...period });
    const numbers = [{ team: 'growth', standing: standingOf(rows, now), kpis }];
    return words({ ...home, overview: { ...home.overview, numbers } });
  }

  it('has the numbers in one line: counts below 20 launches, a percentage from there', () => {
    expect(numbersOf(11, 9)).toContain(
      '*Team growth:* *1 open* (1 with direct internet access) · 1 date has passed · 9 of 11 launches good from the start · time to fix: median 2 days, mean 2 days',
    );
    expect(numbersOf(30, 29)).toContain('96 % of 30 launches good from the start');
    expect(numbersOf(0, 0)).toContain('no launches');
  });

  it('shows what needs the lead, what is promised and what ends, and counts the rest', () => {
    const seen = words(team(many('nlp-lab')));
    expect(seen).toMatch(/Needs you\* · 200\n(.*nlp-lab.*\n.*\n){5}and 195 more, in the list below/);
    expect(seen).toContain('*This week* · 200');
    expect(seen).toContain('*Exceptions ending within 14 days* · 200');
    expect(seen).toMatch(/All by date\*[\s\S]*1-8 of 1,000/);
    expect(seen).toContain('no owner yet');
    expect(seen).toContain('<@U0OWNER1>');
  });

  it('lists by date only what does not stand above already', () => {
    expect(words(team([aSummary()]))).not.toContain('All by date');
    expect(words(team([aSummary(), aSummary({ status: 'acknowledged', launch: { name: 'other' } })]))).toContain(
      'All by date',
    );
  });

  it('says who could use a hand, to nobody else', () => {
    const rows = [
      aSummary({ ownerId: 'U0TWO', launch: { name: 'one' } }),
      aSummary({ ownerId: 'U0TWO', launch: { name: 'two' } }),
      aSummary({ ownerId: 'U0TAGS', rules: ['notebook-required-tags'] }),
    ];
    expect(words(team(rows))).toMatch(
      /Could use a hand\*\n• <@U0TWO>: 2 launches this month needed a fix\n• <@U0TAGS>: tags missing on one notebook\nOnly you see this\./,
    );
    expect(words(security(rows))).not.toContain('U0T');
    expect(words(mine(rows))).not.toContain('Could use a hand');
  });

  it('counts by state', () => {
    const table = view(team(many('nlp-lab'))).blocks.find(({ type }) => type === 'data_table');
    expect(textOf(table)).toBe(
      [
        'State',
        'Notebooks',
        'No decision yet',
        '200',
        'Acknowledged',
        '200',
        'Migration planned',
        '200',
        'With security',
        '200',
        'Allowed for now',
        '200',
      ].join('\n'),
    );
  });

  it('says so when nothing is open', () => {
    expect(words(team([]))).toContain('*Nothing is open.*');
  });
});

describe('the part of security', () => {
  it('opens the queues, with how much waits there', () => {
    const rows = [
      ...Array.from({ length: 12 }, () => aSummary({ status: 'exception_requested' })),
      aSummary({ ownerId: null }),
      aSummary({ ownerId: null }),
    ];
    const shown = view(security(rows));
    expect(buttons(shown)).toEqual([
      'Refresh',
      'Mine',
      'Team',
      'Security',
      'Review Requests (12)',
      'Assign Owners (2)',
      'Report',
      'Export to My DM',
    ]);
    expect(JSON.stringify(shown)).toContain(ACTIONS.reviewRequests);
    expect(words(security([]))).toContain('*Nothing waits for security:*');
  });

  it('says first of all what could not be checked, by name', () => {
    const seen = words(security([], { at: now, notChecked: ['ml-lab', 'ml-old'] }));
    expect(seen).toMatch(
      /Security\n:warning: \*Not checked: 2 accounts\.\* I could not look, so I don't know: ml-lab, ml-old/,
    );
    expect(seen).toContain('last full look <!date');
    expect(words(security([], { at: now, notChecked: [] }))).not.toContain('Not checked');
    expect(words(security([]))).toContain('no full look yet');
  });

  it('compares the numbers with the period before', () => {
    const record = (name: string, from: string, to?: string) =>
      aRecord([[from, 'open'], ...(to ? [[to, 'resolved'] as [string, 'resolved']] : [])], {
        launch: { ...aSummary().launch, name },
        firstSeenAt: `${from}T00:00:00.000Z`,
      });
    const records = [
      record('old', '2026-10-01', '2026-10-05'),
      record('fixed', '2026-11-02', '2026-11-03'),
      record('one', '2026-11-04'),
      record('two', '2026-11-05'),
    ];
    const launches = [aLaunchRecord('2026-10-01T10:00:00Z'), aLaunchRecord('2026-11-02T10:00:00Z')];
    const home = security(records.slice(2));
    if (home.part !== 'security') throw new Error('not the part of security');
    const kpis = kpisOf({ records, launches, team: null, ...period });
    const kpisBefore = kpisOf({ records, launches, team: null, ...before });
    expect(words({ ...home, overview: { ...home.overview, kpis, kpisBefore } })).toContain(
      '*2 open* (2 with direct internet access) · 2 more open · 1 of 1 launch good from the start (before: 1 of 1) · time to fix: median 24 h, mean 24 h (before: median 4 days) · 1 fixed (before: 1)',
    );
  });

  it('counts by team, the first 199 by themselves', () => {
    const rows = many('x', 1000).map((row, index) => ({ ...row, team: `team ${index % 250}` }));
    const table = view(security(rows)).blocks.find((block) => block.type === 'data_table');
    expect(table).toHaveProperty('rows.length', 201);
    expect(textOf(table)).toContain('51 other teams\n160\n');
  });

  it('says whom the bot tells', () => {
    const footer = (over: Parameters<typeof aPolicy>[0]) =>
      textOf(homeView(security([]), { now, policy: aPolicy(over) }).blocks.at(-1));
    expect(footer({ mode: 'observe' })).toContain('*Observe mode: nobody is messaged*');
    expect(footer({ notify_only: ['team:growth'] })).toContain('Mode: notify · only team:growth');
  });
});

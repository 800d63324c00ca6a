import type { KnownBlock } from '@slack/types';
import type { Command, Finding, Message, Reminder, ReminderStep } from '../../../src/domain/finding';
import { launchOf } from '../../../src/domain/notebook';
import { noticeMessage } from '../../../src/slack/blocks/notice';
import type { ToldRow } from '../../../src/slack/blocks/notice-rows';
import { blockId, subjectOfBlockId } from '../../../src/slack/ids';
import { aFinding, aMessage, aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { buttonsOf, expectSendable, livelyText, wordsOf } from '../../support/blocks';
import { changedBy, newestMessage } from '../../support/changes';

const policy = aPolicy();
// Friday, 10:00 in Berlin.
const NOW = '2026-11-27T09:00:00.000Z';
const DATE = '<!date^1796140800^{date_short}, {time}|2026-12-01 16:00 UTC>';

function named(name: string, over: Partial<Finding> = {}): Finding {
  const notebook = aNotebook({ name, ...over.notebook });
  return aFinding({ ...over, notebook, launch: launchOf(notebook) });
}

const reminderOf = (step: ReminderStep, audience: Reminder['audience'] = 'owner', to = 'U0MARIA') =>
  aMessage({ kind: 'reminder', to, atOnce: false, reminder: { step, audience, anchor: '2026-12-01T16:00:00Z' } });
const row = (finding: Finding, message: Message): ToldRow => ({ finding, message });

function notice(rows: ToldRow[], over: Partial<Parameters<typeof noticeMessage>[0]> = {}, now = NOW) {
  const content = noticeMessage(
    { rows, to: 'person', greeting: false, lead: () => 'U0LEAD', ...over },
    { now, policy },
  );
  expectSendable(content);
  return content;
}
const toSecurity = (rows: ToldRow[], now = NOW) => notice(rows, { to: 'security' }, now);

/** The labels of all buttons, those beside a section too. */
function allButtons({ blocks }: { blocks: KnownBlock[] }): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'actions') return buttonsOf({ blocks: [block] });
    return block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory.text.text] : [];
  });
}

const churn = named('churn-eda');
const ask: Extract<Command, { type: 'request_exception' }> = {
  type: 'request_exception',
  by: 'U0BEN',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'other',
  reason: 'The build needs packages.',
};
const planned = changedBy(churn, [{ type: 'schedule_migration', by: 'U0MARIA', at: '2026-11-28T09:00:00.000Z' }]);
const granted = changedBy(churn, [ask, { type: 'approve', by: 'U0SEC', requestId: 'V1' }]);
const revoked = changedBy(churn, [
  ask,
  { type: 'approve', by: 'U0SEC', requestId: 'V1' },
  { type: 'revoke', by: 'U0SEC', requestId: 'V1', reason: 'An incident.' },
]);
const renewing = changedBy(granted, [{ ...ask, requestId: 'V2' }]);

describe('a reminder reads', () => {
  it.each<[string, Finding, Message, string[], string[]]>([
    [
      'after a day',
      churn,
      reminderOf('undecided'),
      [`*churn-eda still waits for your choice* (fix by *${DATE}*). Any of the three choices stops these reminders.`],
      ['Open', 'Remind Me Tomorrow'],
    ],
    ['after a snooze', churn, reminderOf('snoozed'), ['still waits for your choice'], ['Open', 'Remind Me Tomorrow']],
    [
      'before the lead is asked',
      churn,
      reminderOf('undecided_again'),
      [
        `*churn-eda*: fix by *${DATE}*. Stuck on something? <#C0HELP> helps with networks and packages. On <!date^`,
        "I'll also ask <@U0LEAD>, so that somebody can step in.",
      ],
      ['Open', 'Remind Me Tomorrow'],
    ],
    [
      'for the lead',
      churn,
      reminderOf('undecided_again', 'lead', 'U0LEAD'),
      [`*No decision yet on churn-eda* (fix by *${DATE}*). <@U0MARIA> may be away. Could you decide or pass it on?`],
      ['Open', 'Assign Someone Else'],
    ],
    [
      'when the date has passed',
      churn,
      reminderOf('date_passed'),
      [
        `*The date for churn-eda has passed* (${DATE}). Nothing was stopped. Choose a new date or ask for an exception.`,
      ],
      ['Open'],
    ],
    [
      'for the lead when the date has passed',
      churn,
      reminderOf('date_passed', 'lead', 'U0LEAD'),
      ['has passed', '<@U0MARIA> was told.'],
      ['Open', 'Assign Someone Else'],
    ],
    [
      'long after the date has passed',
      churn,
      reminderOf('date_still_passed'),
      ['*The date for churn-eda has passed*'],
      ['Open'],
    ],
    [
      'before the date of one that was acknowledged',
      changedBy(churn, [{ type: 'acknowledge', by: 'U0MARIA' }]),
      reminderOf('date_tomorrow'),
      [`*The date for churn-eda is near*: fix by *${DATE}*.`],
      ['Open', 'Schedule Migration'],
    ],
    [
      'on the day before a migration',
      planned,
      reminderOf('migration_tomorrow'),
      ['*Tomorrow: churn-eda moves*, <!date^1795856400^', 'Steps and what stays behind are in the plan.'],
      ['Show Plan', 'Change Date'],
    ],
    [
      'when a promise was missed',
      planned,
      reminderOf('migration_missed'),
      ['*churn-eda was planned for <!date^1795856400^', 'and is still there.* Plans change: pick the next date.'],
      ['Change Date', 'Open'],
    ],
    [
      'for the lead when a promise was missed',
      planned,
      reminderOf('migration_missed', 'lead', 'U0LEAD'),
      ['and is still there.* <@U0MARIA> was told, and may need a hand: pick the next date.'],
      ['Change Date', 'Open', 'Assign Someone Else'],
    ],
    [
      'before an exception ends',
      granted,
      reminderOf('exception_7_days'),
      ['*churn-eda is allowed until <!date^', 'After that it is open again. Extending is a new decision.'],
      ['Schedule Migration', 'Ask to Extend'],
    ],
    [
      'before an exception ends whose renewal was asked for',
      renewing,
      reminderOf('exception_1_day', 'requester', 'U0BEN'),
      ['*churn-eda is allowed until <!date^', 'The request to extend it is with security.'],
      ['Open'],
    ],
  ])('%s', (_when, finding, message, words, buttons) => {
    const content = notice([row(finding, message)]);
    for (const part of words) expect(content.text).toContain(part);
    expect(wordsOf(content)).toContain(content.text);
    expect(buttonsOf(content)).toEqual(buttons);
  });

  it('without a date while there is no network to move to', () => {
    const { text } = notice([row({ ...churn, deadline: null }, reminderOf('undecided'))]);
    expect(text).toContain('(no fix date yet)');
  });

  it('that security is asked where no lead is known, or the owner is the lead', () => {
    for (const lead of [() => null, () => 'U0MARIA']) {
      expect(notice([row(churn, reminderOf('undecided_again'))], { lead }).text).toContain("I'll also ask security,");
    }
  });

  it.each<[ReminderStep, Finding, string, string]>([
    ['date_tomorrow', churn, 'once it has passed I also tell <@U0LEAD>.', 'once it has passed I also tell security.'],
    ['date_passed', churn, 'Today I also tell <@U0LEAD>,', 'On the next working day I also tell security.'],
    [
      'migration_missed',
      planned,
      'On the next working day I also tell <@U0LEAD>.',
      'On the next working day I also tell security.',
    ],
  ])('who else hears, and when, before they do: %s', (step, finding, withLead, without) => {
    expect(notice([row(finding, reminderOf(step))]).text).toContain(withLead);
    expect(notice([row(finding, reminderOf(step))], { lead: () => null }).text).toContain(without);
  });

  it('the reference that people talk about it by', () => {
    for (const step of ['undecided', 'date_passed', 'date_tomorrow'] as const) {
      expect(notice([row(churn, reminderOf(step))]).text).toMatch(new RegExp(`· ${churn.reference}$`));
    }
  });

  it('"today" when the lead is asked at the same time', () => {
    const snoozed = { told: {}, snoozes: 2, leadAnnouncedAt: '2026-11-24T12:00:00.000Z', snoozedUntil: null };
    const late = row({ ...churn, reminded: snoozed }, reminderOf('undecided_again'));
    expect(notice([late], {}, '2026-11-30T09:00:00.000Z').text).toContain('Today I also ask <@U0LEAD>,');
  });

  it('"soon" when a weekend is before the day of the migration', () => {
    const monday = changedBy(churn, [{ type: 'schedule_migration', by: 'U0MARIA', at: '2026-11-30T09:00:00.000Z' }]);
    expect(notice([row(monday, reminderOf('migration_tomorrow'))]).text).toMatch(/^\*Soon: churn-eda moves\*/);
  });

  it('without the offer to be reminded tomorrow once that was taken twice', () => {
    const twice = { ...churn, reminded: { ...churn.reminded, snoozes: 2 } };
    expect(buttonsOf(notice([row(twice, reminderOf('snoozed'))]))).toEqual(['Open']);
  });
});

describe('a card that is told in a list reads', () => {
  const card = aMessage({ atOnce: false });

  it.each<[string, Finding, string, Message]>([
    ['as a new one', churn, `*churn-eda* has direct internet access · fix by *${DATE}*`, card],
    [
      'as one that was handed over',
      { ...churn, owner: { userId: 'U0MARIA', source: { kind: 'assigned', by: 'U0LEAD' } } },
      `*Handed to you* by <@U0LEAD>: *churn-eda* has direct internet access · fix by *${DATE}*`,
      card,
    ],
    [
      'as one whose policy exception ended',
      revoked,
      '*The policy exception for churn-eda was revoked',
      newestMessage(revoked, 'card'),
    ],
    [
      'as one that is open again',
      {
        ...churn,
        round: 2,
        reopened: { at: '2026-11-27T08:00:00.000Z', goodAt: '2026-11-26T08:00:00.000Z' },
      },
      '*Open again.* churn-eda was good at ',
      { ...card, round: 2 },
    ],
  ])('%s', (_what, finding, words, message) => {
    const content = notice([row(finding, message)]);
    expect(content.text.startsWith(words)).toBe(true);
    expect(content.text.toLowerCase()).toContain('fix by *<!date^');
    expect(buttonsOf(content)).toEqual(['Open']);
  });

  it('with what was decided before it was told', () => {
    const acknowledged = changedBy(churn, [{ type: 'acknowledge', by: 'U0LEAD' }]);
    expect(notice([row(acknowledged, newestMessage(acknowledged, 'card'))]).text).toContain(
      '*Acknowledged* by <@U0LEAD>',
    );
  });

  it('after what matters about all of them, when two or more are new', () => {
    const rows = ['a', 'b', 'c'].map((name) => row(named(name), card));
    const { text } = notice(rows);
    expect(text).toMatch(
      /^\*3 of your notebooks need a change\. Nothing is blocked, stopped or deleted, and there is time: <!date\^1796140800/,
    );
    expect(notice(rows, {}, '2026-12-02T09:00:00.000Z').text).toMatch(/stopped or deleted\.\*/);
    expect(notice(rows.slice(1, 2)).text).not.toContain('of your notebooks');
  });
});

describe('a message with many rows', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => row(named(`notebook-${index}`), reminderOf('undecided')));

  it('has the most urgent first, of the same kind the earliest date', () => {
    const early = named('early', { deadline: '2026-11-30T16:00:00.000Z' });
    const line = aMessage({ kind: 'line', line: { about: 'acted', by: 'U0LEAD', command: 'acknowledge' } });
    const { text } = notice([
      row(named('told'), line),
      row(named('late'), reminderOf('undecided')),
      row(early, reminderOf('undecided')),
      row(named('dateless', { deadline: null }), reminderOf('undecided')),
      row(named('fresh'), aMessage()),
      row(named('passed'), reminderOf('date_passed')),
    ]);
    const order = ['passed', 'fresh', 'early', 'late', 'dateless', 'told'].map((name) => text.indexOf(name));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it('says one thing about a notebook, however many reminders wait', () => {
    const again = structuredClone(churn);
    const { text } = notice([
      row(churn, reminderOf('undecided')),
      row(again, reminderOf('date_passed')),
      row(again, reminderOf('date_passed', 'lead')),
    ]);
    expect(text.split('\n')).toHaveLength(1);
    expect(text).toContain('has passed');
    expect(notice([row(churn, aMessage()), row(again, reminderOf('undecided'))]).text).not.toContain('still waits');
  });

  it.each([
    [12, 24, ['Open', 'Remind Me Tomorrow']],
    [13, 13, ['Open']],
    [40, 40, ['Open']],
    [41, 41, ['Open']],
  ])('of %i has %i blocks', (count, blocks, labels) => {
    const content = notice(many(count));
    expect(content.blocks).toHaveLength(blocks);
    expect(new Set(allButtons(content))).toEqual(new Set(labels));
    expect(wordsOf(content).includes('And 1 more: App Home has all.')).toBe(count === 41);
  });

  it('says hello above all, to whom it is the first message', () => {
    const [first] = notice(many(41), { greeting: true }).blocks;
    expect(JSON.stringify(first)).toContain("Hello, I'm Notebook Audit");
  });

  it('has buttons that name their notebook, for ids that differ even for the same one', () => {
    const line = aMessage({ kind: 'line', line: { about: 'acted', by: 'U0LEAD', command: 'acknowledge' } });
    const { blocks } = notice([row(churn, line), row(churn, reminderOf('undecided'))]);
    const ids = blocks.flatMap(({ block_id: id }) => id ?? []);
    expect(new Set(ids).size).toBe(2);
    expect(ids.map(subjectOfBlockId)).toEqual([{ launch: churn.launch }, { launch: churn.launch }]);
    expect(ids[0]).toBe(blockId('row0', { launch: churn.launch }, churn.version));
    expect(JSON.stringify(blocks)).toContain('Remind Me Tomorrow churn-eda');
  });
});

describe('what security reads', () => {
  const waits = reminderOf('request_waits', 'security', 'security');
  const asked = (name: string, over: Partial<NonNullable<Finding['request']>> = {}): Finding => {
    const pending = changedBy(named(name), [ask]);
    return { ...pending, request: pending.request && { ...pending.request, ...over } };
  };
  const later = '2026-11-30T16:00:00.000Z';

  it('about requests is one sentence, with the oldest, and how many have to be answered today', () => {
    const rows = [
      asked('young', { timeoutAt: later }),
      asked('old', { at: '2026-11-23T08:00:00.000Z', timeoutAt: '2026-11-27T16:00:00.000Z' }),
    ].map((finding) => row(finding, waits));
    const content = toSecurity([...rows, ...rows]);
    expect(content.text).toBe(`*2 requests wait, 1 due today.* Oldest: ${rows[1]?.finding.reference}, old.`);
    expect(allButtons(content)).toEqual(['Review Requests']);
    const one = toSecurity([row(asked('young', { timeoutAt: later }), waits)]);
    expect(one.text).toMatch(/^\*1 request waits\.\* Oldest: /);
  });

  it.each([
    ['2026-11-27T12:00:00.000Z', true],
    ['2026-11-27T11:59:00.000Z', false],
  ])('mentions the group only when an answer is due within four working hours: at %s %s', (now, mentioned) => {
    const { text } = toSecurity([row(asked('x', { timeoutAt: '2026-11-27T16:00:00.000Z' }), waits)], now);
    expect(text.startsWith('<!subteam^S0SECURITY> ')).toBe(mentioned);
  });

  it('about dates that passed is a list that names no person', () => {
    const leadTold = reminderOf('date_passed', 'lead', 'U0LEAD');
    const ownerTold = { ...reminderOf('date_passed'), postedAt: '2026-12-02T09:00:00.000Z' };
    const told = {
      ...churn,
      messages: {
        'reminder/1/0/date_passed/owner/2026-12-01T16:00:00Z': ownerTold,
        'reminder/1/0/undecided/owner/x': { ...ownerTold, reminder: reminderOf('undecided').reminder },
        'reminder/1/0/date_passed/lead/2026-12-01T16:00:00Z': { ...leadTold, postedAt: '2026-12-02T09:00:00.000Z' },
      },
    };
    const passed = reminderOf('date_passed', 'security', 'security');
    const missed = reminderOf('migration_missed', 'security', 'security');
    const content = toSecurity([row(told, passed), row({ ...planned, ...named('other') }, missed)]);
    expect(content.text).toContain(
      `*Dates passed: 2.* Nothing was stopped.\n${churn.reference} *churn-eda*, team growth, passed <!date^`,
    );
    expect(content.text).toContain('told 2 times, lead told <!date^');
    expect(content.text).not.toContain('<@');
    expect(allButtons(content)).toEqual(['Open', 'Open']);
  });

  it('about notebooks without an owner is one sentence, whether their cards wait or somebody has to be reminded', () => {
    const orphan = aMessage({ kind: 'orphan', to: 'security', atOnce: false });
    const missing = reminderOf('owner_missing', 'security', 'security');
    const nobody = { owner: null };
    const rows = [
      row(named('one', nobody), orphan),
      row(named('one', nobody), missing),
      ...Array.from({ length: 11 }, (_, index) => row(named(`more-${index}`, nobody), orphan)),
    ];
    const content = toSecurity(rows);
    expect(content.text).toMatch(/^\*12 notebooks without an owner\*: NB-\w+ one, .* more-8, and 2 more\.$/);
    expect(allButtons(content)).toEqual(['Assign Owners']);
    expect(toSecurity(rows.slice(0, 2)).text).toMatch(/^\*One notebook without an owner\*/);
  });

  it('about those whom no lead could be asked about names the team', () => {
    const { text } = toSecurity([row(churn, reminderOf('undecided_again', 'lead', 'security'))]);
    expect(text).toMatch(/^\*No decision yet, and no lead to ask: 1\.\*\nNB-\w+ \*churn-eda\*, team growth, fix by /);
    expect(text).not.toContain('<@');
  });

  it('is requests, then dates, then owners, and no more than Slack takes', () => {
    const passed = reminderOf('date_passed', 'security', 'security');
    const content = toSecurity([
      row(named('nobodys', { owner: null }), reminderOf('owner_missing', 'security', 'security')),
      ...Array.from({ length: 60 }, (_, index) => row(named(`late-${index}`), passed)),
      row(asked('asked', { timeoutAt: later }), waits),
    ]);
    const words = wordsOf(content);
    const order = ['1 request waits', 'Dates passed: 60', 'without an owner', 'And 20 more: App Home has all.'];
    const places = order.map((part) => words.indexOf(part));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
  });
});

describe('hostile and long text', () => {
  const hostile = `<!channel> <@U1> *b* \`c\` \n\u202E${'& '.repeat(400)}`;

  it('does nothing in a notice', () => {
    const finding = named('x', { team: hostile });
    const evil = { ...finding, notebook: { ...finding.notebook, name: hostile } };
    const steps: ReminderStep[] = ['undecided', 'undecided_again', 'date_passed', 'exception_1_day', 'date_tomorrow'];
    for (const step of steps) {
      const content = notice([row(evil, reminderOf(step)), row(evil, aMessage())]);
      expect(livelyText(content)).not.toMatch(/<!channel>|<@U1>|\u202E/);
    }
    const content = toSecurity([row(evil, reminderOf('date_passed', 'security', 'security'))]);
    expect(livelyText(content)).not.toMatch(/<!channel>|<@U1>|\u202E/);
  });

  it('is cut where Slack takes no more', () => {
    const line = { about: 'asked', by: 'U0SEC', question: '&'.repeat(4000) } as const;
    const rows = Array.from({ length: 40 }, (_, index) => row(named(`n${index}`), aMessage({ kind: 'line', line })));
    const content = notice(rows);
    expect(content.text).toHaveLength(4000);
    expect(wordsOf(content)).toContain('And 31 more: App Home has all.');
    expect(notice(rows.slice(0, 3)).blocks).toHaveLength(6);
  });
});

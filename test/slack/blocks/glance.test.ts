import { type GlanceSubject, glance } from '../../../src/slack/blocks/glance';
import { ACTIONS } from '../../../src/slack/ids';
import { aPolicy } from '../../support/a-policy';
import { aSummary } from '../../support/a-summary';
import { buttonsOf, expectSendable, livelyText, wordsOf } from '../../support/blocks';
import { HOSTILE_TEXTS } from '../../support/views';

const context = { now: '2026-11-25T10:00:00.000Z', policy: aPolicy() };
const nobody: GlanceSubject = {
  teams: [],
  isSecurity: false,
  own: [],
  rows: [],
  complete: true,
  launches: null,
  lastScan: null,
};

/** As the reader sees it, with dates as they are sent to clients that cannot translate them. */
const said = (subject: Partial<GlanceSubject>) => plainDates(glance({ ...nobody, ...subject }, context).text);
const plainDates = (text: string) => text.replace(/<!date\^\d+\^[^|]*\|([^>]*) UTC>/g, '$1');

const mine = [
  aSummary({ name: 'churn-eda' }),
  aSummary({
    name: 'nlp-lab',
    launch: { name: 'nlp-lab' },
    status: 'migration_scheduled',
    deadline: '2026-11-28T16:00:00.000Z',
  }),
  aSummary({
    name: 'old-one',
    launch: { name: 'old-one' },
    status: 'exception_granted',
    grantUntil: '2026-12-04T16:00:00.000Z',
  }),
];

describe('a glance', () => {
  it('tells a developer what needs something, what is decided, and the one next step', () => {
    expect(said({ own: mine, rows: mine })).toBe(
      '*2 of your notebooks need something.* 1 open, fix by *2026-12-01 16:00*: churn-eda. 1 planned for 2026-11-28 16:00: nlp-lab. 1 allowed until 2026-12-04 16:00: old-one. *Next:* choose for churn-eda.',
    );
    expect(buttonsOf(glance({ ...nobody, own: mine, rows: mine }, context))).toEqual(['Open churn-eda*']);
  });

  it('has no next step when all is decided', () => {
    const own = mine.slice(1);
    expect(said({ own, rows: own })).toContain('*1 of your notebooks needs something.* 1 planned');
    expect(buttonsOf(glance({ ...nobody, own, rows: own }, context))).toEqual([]);
    expect(said({ own: mine.slice(2) })).toContain('*Nothing needs you now.* 1 allowed until');
  });

  it('says that a date has passed, and that nothing was stopped', () => {
    const own = [aSummary({ deadline: '2026-11-24T16:00:00.000Z' })];
    expect(said({ own })).toContain('1 date has passed; nothing was stopped.');
  });

  it('names three and counts the rest', () => {
    const own = ['a', 'b', 'c', 'd', 'e'].map((name) => aSummary({ name, launch: { name } }));
    expect(said({ own })).toContain('5 open, the first to fix by *2026-12-01 16:00*: a, b, c and 2 more.');
  });

  it('says so when there is nothing, and where to ask', () => {
    expect(said({})).toBe('*Nothing needs you.* I know of no notebook of yours that needs a fix.');
    expect(wordsOf(glance(nobody, context))).toContain('<#C0HELP>');
  });

  it('tells a lead about the team, with the passed date as the next step, and names no person', () => {
    const rows = [
      aSummary({
        name: 'nlp-lab',
        launch: { name: 'nlp-lab' },
        deadline: '2026-11-24T16:00:00.000Z',
        status: 'acknowledged',
      }),
      aSummary({ status: 'migration_scheduled', deadline: '2026-11-28T16:00:00.000Z' }),
      aSummary({
        name: 'c',
        launch: { name: 'c' },
        status: 'exception_granted',
        grantUntil: '2026-12-04T16:00:00.000Z',
      }),
      aSummary({ name: 'd', launch: { name: 'd' }, team: 'other' }),
    ];
    const subject = { teams: ['growth'], rows, launches: { good: 9, all: 11 } };
    expect(said(subject)).toBe(
      '*Team growth: 2 need something*, 1 date has passed, 1 planned for the next seven days, 1 exception ends 2026-12-04 16:00. 9 of 11 launches this month were good from the start. *Next:* nlp-lab, date passed 2026-11-24 16:00.',
    );
    expect(buttonsOf(glance({ ...nobody, ...subject }, context))).toEqual(['Open nlp-lab*']);
    expect(said(subject)).not.toContain('U0MARIA');
  });

  it('tells a lead without anything open so', () => {
    expect(said({ teams: ['growth', 'ml'] })).toBe('*Teams growth and ml: nothing needs you*.');
  });

  it('tells security what is open, and what waits for a decision or an owner', () => {
    const rows = [
      aSummary({ ownerId: null }),
      aSummary({
        name: 'b',
        launch: { name: 'b' },
        status: 'exception_requested',
        answerDueAt: '2026-11-25T16:00:00.000Z',
      }),
      aSummary({
        name: 'c',
        launch: { name: 'c' },
        status: 'exception_requested',
        answerDueAt: '2026-11-26T16:00:00.000Z',
      }),
      aSummary({ name: 'd', launch: { name: 'd' }, status: 'exception_granted', rules: ['notebook-in-vpc'] }),
    ];
    const subject = { isSecurity: true, rows };
    expect(said(subject)).toBe(
      '*3 open* (3 with direct internet access). *2 requests wait, 1 due today. 1 without an owner.* There was no full look yet.',
    );
    expect(buttonsOf(glance({ ...nobody, ...subject }, context))).toEqual(['Review Requests', 'Assign Owners']);
    expect(JSON.stringify(glance({ ...nobody, ...subject }, context).blocks)).toContain(ACTIONS.reviewRequests);
    expect(said({ isSecurity: true })).toBe('*Nothing is open* that I know of. There was no full look yet.');
    expect(said({ ...subject, complete: false })).toContain('*More than 3 open*');
  });

  it('tells security when all was looked at last, and what could not be', () => {
    const targets = ['1', '2', '3'].flatMap((account) =>
      ['eu-west-1', 'eu-central-1'].map((region) => ({ account, region })),
    );
    const looked = (notChecked: string[]) =>
      said({ isSecurity: true, lastScan: { at: '2026-11-25T05:00:00Z', targets, notChecked } });
    expect(looked([])).toContain('Last full look 2026-11-25 05:00: 3 accounts.');
    expect(looked(['ml-lab'])).toContain(
      'Last full look 2026-11-25 05:00: 2 of 3 accounts; *ml-lab could not be checked*.',
    );
  });

  it.each(HOSTILE_TEXTS)('can be sent with 1,000 findings and %s', (_, text) => {
    const rows = Array.from({ length: 1000 }, (_, index) =>
      aSummary({
        name: text.slice(0, 63),
        launch: { name: `n${index}` },
        team: text.slice(0, 256).trim().toLowerCase(),
      }),
    );
    const teams = [rows[0]?.team ?? '', 'b'.repeat(256)];
    const notChecked = Array.from({ length: 300 }, () => text);
    const lastScan = { at: '2026-11-25T05:00:00Z', targets: [], notChecked };
    const subject = { ...nobody, teams, isSecurity: true, own: rows, rows, lastScan };
    const content = glance(subject, context);
    expectSendable(content);
    expect(livelyText(content)).not.toMatch(/<[@#!](?!date|subteam)(?!C0HELP)/);
  });
});

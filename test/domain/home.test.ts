import type { FindingRecord } from '../../src/domain/finding-summary';
import {
  byDate,
  couldUseAHand,
  endingSoon,
  firstPage,
  HOME_ROWS,
  monthStart,
  needingDecision,
  nextUndecided,
  pageAfter,
  pageBefore,
  promisedSoon,
  standingByTeam,
  standingOf,
} from '../../src/domain/home';
import { aPolicy } from '../support/a-policy';
import { aSummary } from '../support/a-summary';

const now = '2026-11-25T09:00:00.000Z';
const past = '2026-11-20T16:00:00.000Z';
const soon = '2026-11-30T16:00:00.000Z';
const namesOf = ({ rows }: { rows: { name: string }[] }) => rows.map(({ name }) => name);

describe('the place in a Home', () => {
  const cursor = (page: number) => ({ sort: `1#${page}`, id: `launch-${page}` });

  it('comes back to where it was, page by page', () => {
    const start = { ...firstPage('mine'), total: 41 };
    const third = pageAfter(pageAfter(start, cursor(2)), cursor(3));
    expect(third).toEqual({ tab: 'mine', trail: [cursor(2), cursor(3)], before: 2 * HOME_ROWS, total: 41 });
    expect(pageBefore(third)).toEqual(pageAfter(start, cursor(2)));
    expect(pageBefore(pageBefore(third))).toEqual(start);
  });

  it('remembers the last twelve pages and then leads to the first one', () => {
    let place = firstPage('team');
    for (let page = 2; page <= 125; page += 1) place = pageAfter(place, cursor(page));
    expect(place.before).toBe(124 * HOME_ROWS);
    expect(place.trail).toHaveLength(12);
    for (let back = 0; back < 12; back += 1) place = pageBefore(place);
    expect(place).toEqual(firstPage('team'));
  });
});

describe('where findings stand', () => {
  const all = [
    aSummary({ name: 'undecided', deadline: past }),
    aSummary({ name: 'acknowledged', status: 'acknowledged', rules: ['notebook-root-access-disabled'] }),
    aSummary({ name: 'planned', status: 'migration_scheduled', deadline: soon, team: 'risk' }),
    aSummary({ name: 'asked', status: 'exception_requested', deadline: past, ownerId: null, team: null }),
    aSummary({ name: 'allowed', status: 'exception_granted', deadline: null, grantUntil: soon }),
  ];

  it('is counted by state; dates that wait have not passed', () => {
    expect(standingOf(all, now, false)).toEqual({
      total: 5,
      undecided: 1,
      acknowledged: 1,
      planned: 1,
      requested: 1,
      allowed: 1,
      overdue: 1,
      // What is allowed for now is not open.
      direct: 3,
      more: true,
    });
  });

  it('is counted by team, the one with most first', () => {
    const teams = standingByTeam(all, now).map(({ team, standing }) => [team, standing.total]);
    expect(teams).toEqual([
      ['growth', 3],
      ['risk', 1],
      [null, 1],
    ]);
  });

  it('comes by date, without one last', () => {
    expect(byDate(all).map(({ name }) => name)).toEqual(['undecided', 'asked', 'planned', 'acknowledged', 'allowed']);
    expect(nextUndecided(all)?.name).toBe('undecided');
    expect(nextUndecided([])).toBeNull();
  });

  it('needs a decision while there is none, and again when the date has passed', () => {
    const missed = aSummary({ name: 'missed', status: 'migration_scheduled', deadline: '2026-11-19T16:00:00.000Z' });
    expect(namesOf(needingDecision([...all, missed], now))).toEqual(['missed', 'undecided']);
  });

  it('is promised for this week within seven days', () => {
    const planned = (name: string, deadline: string) => aSummary({ name, status: 'migration_scheduled', deadline });
    const promises = [
      planned('missed', past),
      planned('last day', '2026-12-02T08:59:59.000Z'),
      planned('later', '2026-12-02T09:00:00.000Z'),
      ...all,
    ];
    expect(namesOf(promisedSoon(promises, now))).toEqual(['planned', 'last day']);
  });

  it('ends soon within 14 days, also while an extension is asked for', () => {
    const grants = [
      aSummary({ name: 'late', status: 'exception_granted', grantUntil: '2026-12-09T09:00:00.001Z' }),
      aSummary({ name: 'renewed', status: 'exception_requested', grantUntil: '2026-12-09T09:00:00.000Z' }),
      ...all,
    ];
    expect(namesOf(endingSoon(grants, now))).toEqual(['allowed', 'renewed']);
  });

  it('shows five of many and counts them all', () => {
    const many = Array.from({ length: 1000 }, (_, index) => aSummary({ name: `n${index}` }));
    const { count, rows } = needingDecision(many, now);
    expect([count, rows.length]).toEqual([1000, 5]);
  });
});

describe('the month', () => {
  it('begins at midnight of the company', () => {
    const berlin = aPolicy().business_hours;
    expect(monthStart('2026-11-25T09:00:00.000Z', berlin)).toBe('2026-10-31T23:00:00.000Z');
    expect(monthStart('2026-10-31T23:30:00.000Z', berlin)).toBe('2026-10-31T23:00:00.000Z');
    expect(monthStart('2026-11-01T09:00:00.000Z', { ...berlin, time_zone: 'America/Los_Angeles' })).toBe(
      '2026-11-01T07:00:00.000Z',
    );
  });
});

describe('who could use a hand', () => {
  const since = '2026-11-01T00:00:00.000Z';
  const record = (ownerId: string | null, createdAt: string, over: Partial<FindingRecord> = {}): FindingRecord => ({
    ...aSummary({ ownerId, launch: { createdAt } }),
    timeline: [],
    ...over,
  });

  it('had more than one launch this month that needed a fix, resolved or not, or lacks tags', () => {
    const records = [
      record('U0TWO', '2026-11-02T10:00:00Z', { status: 'resolved' }),
      record('U0TWO', '2026-11-03T10:00:00Z'),
      record('U0ONE', '2026-11-03T10:00:00Z'),
      record('U0ONE', '2026-10-31T10:00:00Z'),
      record('U0TAGS', '2026-10-03T10:00:00Z', { rules: ['notebook-required-tags'] }),
      record('U0TAGS', '2026-10-04T10:00:00Z', { rules: ['notebook-required-tags'], status: 'resolved' }),
      record(null, '2026-11-03T10:00:00Z'),
      record(null, '2026-11-04T10:00:00Z'),
    ];
    expect(couldUseAHand(records, since, 'U0LEAD')).toEqual([
      { userId: 'U0TWO', launches: 2, untagged: 0 },
      { userId: 'U0TAGS', launches: 0, untagged: 1 },
    ]);
    expect(couldUseAHand(records, since, 'U0TWO')).toEqual([{ userId: 'U0TAGS', launches: 0, untagged: 1 }]);
  });
});

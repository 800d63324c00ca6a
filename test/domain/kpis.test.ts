import fc from 'fast-check';
import { kpisOf, weeklyOf } from '../../src/domain/kpis';
import type { LaunchRecord } from '../../src/domain/launch-record';
import { aLaunchRecord, aRecord, NO_INTERNET, someLaunch, someMoment, someRecord, TEAMS } from '../support/a-history';

const WEEK = { from: '2026-11-09T00:00:00.000Z', to: '2026-11-16T00:00:00.000Z' };
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

const numbers = (history: Partial<Parameters<typeof kpisOf>[0]> = {}) =>
  kpisOf({ records: [], launches: [], team: null, ...WEEK, ...history });

describe('open notebooks', () => {
  it('are those neither resolved nor allowed at the end of the period, and at its beginning', () => {
    const records = [
      aRecord([['2026-11-02', 'open']]),
      aRecord([
        ['2026-11-02', 'open'],
        ['2026-11-10', 'resolved'],
      ]),
      aRecord([
        ['2026-11-02', 'open'],
        ['2026-11-03', 'exception_granted'],
      ]),
      aRecord([['2026-11-12', 'open']]),
    ];
    expect(numbers({ records }).open).toMatchObject({ before: 2, now: 2 });
  });

  it('are told apart by direct internet access', () => {
    const records = [
      aRecord([['2026-11-02', 'open']]),
      aRecord([['2026-11-02', 'open']], { rules: ['notebook-root-access-disabled'] }),
    ];
    expect(numbers({ records }).open).toMatchObject({ now: 2, directInternet: 1 });
  });

  it('belong to the team that had them at that moment', () => {
    const records = [
      aRecord([
        ['2026-11-02', 'open', 'growth'],
        ['2026-11-10', 'open', 'risk'],
      ]),
    ];
    expect(numbers({ records, team: 'growth' }).open).toMatchObject({ before: 1, now: 0 });
    expect(numbers({ records, team: 'risk' }).open).toMatchObject({ before: 0, now: 1 });
  });

  it('change by a percentage only where there were at least 20', () => {
    const open = (count: number) => Array.from({ length: count }, () => aRecord([['2026-11-02', 'open']]));
    const fixed = (count: number) =>
      Array.from({ length: count }, () =>
        aRecord([
          ['2026-11-02', 'open'],
          ['2026-11-10', 'resolved'],
        ]),
      );
    expect(numbers({ records: [...open(14), ...fixed(5)] }).change).toBeNull();
    expect(numbers({ records: [...open(15), ...fixed(5)] }).change).toBe(-0.25);
  });
});

describe('launches that were good from the start', () => {
  const launch = (rules: LaunchRecord['rules'] = []) => aLaunchRecord('2026-11-10T09:00:00Z', { rules });

  it('are counted among those of the period, its beginning included and its end not', () => {
    const launches = [
      aLaunchRecord('2026-11-08T23:59:59Z'),
      aLaunchRecord('2026-11-09T00:00:00Z'),
      aLaunchRecord('2026-11-15T23:59:59Z', { rules: [NO_INTERNET] }),
      aLaunchRecord('2026-11-16T00:00:00Z'),
    ];
    expect(numbers({ launches }).launches).toEqual({ part: 1, all: 2, share: null });
  });

  it('become a percentage at 20 launches', () => {
    const launches = [...Array.from({ length: 18 }, () => launch()), launch([NO_INTERNET])];
    expect(numbers({ launches }).launches).toEqual({ part: 18, all: 19, share: null });
    expect(numbers({ launches: [...launches, launch([NO_INTERNET])] }).launches).toEqual({
      part: 18,
      all: 20,
      share: 0.9,
    });
  });
});

describe('the time to fix', () => {
  it('runs from first seen to resolved, as median and mean', () => {
    const fixed = (day: string) =>
      aRecord([
        ['2026-11-09', 'open'],
        [day, 'resolved'],
      ]);
    const records = [fixed('2026-11-10'), fixed('2026-11-11'), fixed('2026-11-15')];
    expect(numbers({ records }).timeToFix).toEqual({ count: 3, medianMs: 2 * DAY_MS, meanMs: 3 * DAY_MS });
    expect(numbers({ records: records.slice(0, 2) }).timeToFix.medianMs).toBe(1.5 * DAY_MS);
  });

  it('leaves out what was ever allowed, which still counts as fixed', () => {
    const records = [
      aRecord([
        ['2026-10-01', 'open'],
        ['2026-10-02', 'exception_granted'],
        ['2026-11-01', 'open'],
        ['2026-11-10', 'resolved'],
      ]),
    ];
    expect(numbers({ records })).toMatchObject({ fixed: 1, timeToFix: { count: 0, medianMs: null, meanMs: null } });
  });

  it('goes on when a notebook was opened again, and counts it once, when it was fixed last', () => {
    const timeline: Parameters<typeof aRecord>[0] = [
      ['2026-11-02', 'open'],
      ['2026-11-04', 'resolved'],
      ['2026-11-10', 'open'],
      ['2026-11-12', 'resolved'],
    ];
    expect(numbers({ records: [aRecord(timeline)] }).timeToFix).toMatchObject({ count: 1, medianMs: 10 * DAY_MS });
    const weekBefore = { from: '2026-11-02T00:00:00.000Z', to: WEEK.from };
    expect(numbers({ records: [aRecord(timeline)], ...weekBefore }).timeToFix).toMatchObject({
      count: 1,
      medianMs: 2 * DAY_MS,
    });
  });

  it('knows nothing of what is open again at the end of the period', () => {
    const records = [
      aRecord([
        ['2026-11-02', 'open'],
        ['2026-11-10', 'resolved'],
        ['2026-11-12', 'open'],
      ]),
    ];
    expect(numbers({ records })).toMatchObject({ fixed: 0, opened: 0, timeToFix: { count: 0 } });
  });
});

describe('the time to a decision', () => {
  it('runs from first seen to the first decision in the life of the finding', () => {
    const records = [
      aRecord([
        ['2026-11-09', 'open'],
        ['2026-11-11', 'acknowledged'],
        ['2026-11-12', 'migration_scheduled'],
      ]),
      aRecord([
        ['2026-10-01', 'open'],
        ['2026-10-02', 'exception_requested'],
        ['2026-10-03', 'open'],
        ['2026-11-12', 'acknowledged'],
      ]),
    ];
    expect(numbers({ records }).timeToDecision).toEqual({ count: 1, medianMs: 2 * DAY_MS });
  });
});

describe('what changed in the period', () => {
  it('counts the new ones', () => {
    const records = [aRecord([['2026-11-09', 'open']]), aRecord([['2026-11-16', 'open']])];
    expect(numbers({ records }).opened).toBe(1);
  });

  it.each([
    ['without a request to extend', []],
    ['by way of a refused request to extend', [['2026-11-08', 'exception_requested']]],
  ] as const)('counts the exceptions that ended %s', (_, asked) => {
    const records = [
      aRecord([
        ['2026-10-01', 'open'],
        ['2026-10-02', 'exception_granted'],
        ...asked.map(([at, status]) => [at, status] as [string, typeof status]),
        ['2026-11-10', 'open'],
      ]),
    ];
    expect(numbers({ records }).exceptionsEnded).toBe(1);
  });

  it('counts no exception as ended when it was extended, or when the notebook went', () => {
    const granted = (...after: Parameters<typeof aRecord>[0]) =>
      aRecord([['2026-10-01', 'open'], ['2026-10-02', 'exception_granted'], ...after]);
    const records = [
      granted(['2026-11-10', 'exception_requested'], ['2026-11-11', 'exception_granted']),
      granted(['2026-11-10', 'resolved']),
    ];
    expect(numbers({ records }).exceptionsEnded).toBe(0);
  });

  it('names the rule that most of the new ones fail, when that is no chance', () => {
    const launched = (rules: LaunchRecord['rules']) => aRecord([['2026-11-10', 'open']], { rules });
    const root = 'notebook-root-access-disabled';
    const records = [launched([NO_INTERNET, root]), launched([root]), launched([root]), launched([NO_INTERNET])];
    expect(numbers({ records }).commonest).toEqual({ rule: root, count: 3 });
    expect(numbers({ records: records.slice(1) }).commonest).toBeNull();
    const mixed = [...records, ...Array.from({ length: 3 }, () => launched(['notebook-required-tags']))];
    expect(numbers({ records: [...mixed, launched([])] }).commonest).toBeNull();
  });
});

it('says when there is nothing to compare with', () => {
  expect(numbers({ records: [aRecord([['2026-11-10', 'open']])] }).isFirst).toBe(true);
  expect(numbers({ records: [aRecord([['2026-11-08', 'open']])] }).isFirst).toBe(false);
  expect(numbers({ launches: [aLaunchRecord('2026-11-08T09:00:00Z')] }).isFirst).toBe(false);
  expect(numbers({ launches: [aLaunchRecord('2026-11-08T09:00:00Z')], team: 'risk' }).isFirst).toBe(true);
});

it('gives each week its own numbers, from the first week of which something is known', () => {
  const weeks = [
    { from: '2026-10-26T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
    { from: '2026-11-02T00:00:00.000Z', to: '2026-11-09T00:00:00.000Z' },
    WEEK,
  ];
  const records = [
    aRecord([
      ['2026-11-03', 'open'],
      ['2026-11-12', 'resolved'],
    ]),
  ];
  const launches = [aLaunchRecord('2026-11-12T09:00:00Z')];
  expect(weeklyOf({ records, launches }, { team: null, weeks })).toEqual([
    { ...weeks[1], open: 1, goodLaunches: 0, launches: 0 },
    { ...WEEK, open: 0, goodLaunches: 1, launches: 1 },
  ]);
});

describe('whatever happened', () => {
  const histories = fc.record({
    records: fc.array(someRecord, { maxLength: 12 }),
    launches: fc.array(someLaunch, { maxLength: 12 }),
  });
  const periods = fc
    .tuple(someMoment, someMoment)
    .map((both) => both.toSorted())
    .map(([from = '', to = '']) => ({ from, to }));

  it('the numbers of a past period stay what they were when more happens later', () => {
    fc.assert(
      fc.property(histories, periods, ({ records, launches }, period) => {
        const known = {
          records: records.flatMap((record) => {
            const timeline = record.timeline.filter(({ at }) => at < period.to);
            return timeline.length > 0 ? [{ ...record, timeline }] : [];
          }),
          launches: launches.filter(({ launch }) => Date.parse(launch.createdAt) < Date.parse(period.to)),
        };
        for (const team of [null, ...TEAMS]) {
          expect(kpisOf({ records, launches, team, ...period })).toEqual(kpisOf({ ...known, team, ...period }));
        }
      }),
    );
  });

  it('the numbers of the teams add up to those of the company', () => {
    fc.assert(
      fc.property(histories, periods, (history, period) => {
        const all = kpisOf({ ...history, team: null, ...period });
        const teams = TEAMS.map((team) => kpisOf({ ...history, team, ...period }));
        const sum = (of: (kpis: typeof all) => number) => teams.reduce((total, kpis) => total + of(kpis), 0);
        for (const of of [
          ({ open }: typeof all) => open.now,
          ({ open }: typeof all) => open.before,
          ({ open }: typeof all) => open.directInternet,
          ({ launches }: typeof all) => launches.part,
          ({ launches }: typeof all) => launches.all,
          ({ timeToFix }: typeof all) => timeToFix.count,
          ({ timeToDecision }: typeof all) => timeToDecision.count,
          ({ opened }: typeof all) => opened,
          ({ fixed }: typeof all) => fixed,
          ({ exceptionsEnded }: typeof all) => exceptionsEnded,
        ]) {
          expect(sum(of)).toBe(of(all));
        }
      }),
    );
  });

  it('what is open at the end of one period is what was open at the beginning of the next', () => {
    fc.assert(
      fc.property(histories, periods, (history, { from, to }) => {
        const later = kpisOf({ ...history, team: null, from: to, to: '2027-01-01T00:00:00.000Z' });
        expect(later.open.before).toBe(kpisOf({ ...history, team: null, from, to }).open.now);
      }),
    );
  });
});

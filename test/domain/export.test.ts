import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { findingsCsv, launchesCsv } from '../../src/domain/export';
import { kpisOf } from '../../src/domain/kpis';
import { aFinding, aNotebook } from '../support/a-finding';
import { aLaunchRecord, NO_INTERNET, someLaunch, someMoment, someRecord, TEAMS } from '../support/a-history';
import { recompute } from '../support/recompute';

const rowsOf = (file: string): Record<string, string>[] => parse(file, { bom: true, columns: true });
const exported = (...over: Parameters<typeof aFinding>) => rowsOf(findingsCsv([aFinding(...over)]))[0];

describe('the file of notebooks', () => {
  it('has every fact of a finding', () => {
    expect(exported()).toEqual({
      reference: expect.stringMatching(/^NB-/),
      notebook: 'Churn-Model',
      account: '111122223333',
      region: 'eu-west-1',
      launched_at: '2026-11-24T09:12:30Z',
      status: 'open',
      owner: 'U0MARIA',
      team: 'growth',
      severity: 'high',
      violations: NO_INTERNET,
      data_sensitivity: 'internal',
      first_seen_at: '2026-11-24T09:13:00Z',
      opened_at: '2026-11-24T09:13:00Z',
      fix_by: '2026-12-01T16:00:00Z',
      promised_for: '',
      exception_until: '',
      first_decision_at: '',
      resolved_at: '',
      evidence: '',
      seconds_to_fix: '',
      timeline: '2026-11-24T09:13:00Z open (growth)',
    });
  });

  it('tells a promised date from a fix date', () => {
    const at = '2026-12-03T16:00:00Z';
    const row = exported({ migration: { at, by: 'U0MARIA', decidedAt: '2026-11-24T10:00:00Z' }, deadline: at });
    expect(row).toMatchObject({ promised_for: at, fix_by: '' });
  });

  it('tells when it was decided about and resolved, and how long the fix took', () => {
    const timeline = [
      { at: '2026-11-24T09:13:00Z', status: 'open' as const, team: null },
      { at: '2026-11-24T10:13:00Z', status: 'acknowledged' as const, team: 'growth' },
      { at: '2026-11-25T09:13:00Z', status: 'resolved' as const, team: 'growth' },
    ];
    const resolution = { at: '2026-11-25T09:13:00Z', evidence: 'gone' as const, lookedAt: '2026-11-25T09:12:59Z' };
    expect(exported({ timeline, status: 'resolved', resolution })).toMatchObject({
      first_decision_at: '2026-11-24T10:13:00Z',
      resolved_at: '2026-11-25T09:13:00Z',
      evidence: 'gone',
      seconds_to_fix: '86400',
      timeline:
        '2026-11-24T09:13:00Z open; 2026-11-24T10:13:00Z acknowledged (growth); 2026-11-25T09:13:00Z resolved (growth)',
    });
  });

  it('leaves the time to fix empty for what was allowed in between', () => {
    const timeline = [
      { at: '2026-11-24T09:13:00Z', status: 'exception_granted' as const, team: null },
      { at: '2026-11-25T09:13:00Z', status: 'resolved' as const, team: null },
    ];
    expect(exported({ timeline })).toMatchObject({ seconds_to_fix: '' });
  });

  it('is safe to open whatever a tag says', () => {
    const row = exported({ notebook: aNotebook({ name: 'churn' }), team: '=cmd|calc', sensitivity: '@SUM(A1)' });
    expect(row).toMatchObject({ team: "'=cmd|calc", data_sensitivity: "'@SUM(A1)" });
  });
});

it('the file of launches says which were good from the start', () => {
  const file = launchesCsv([
    aLaunchRecord('2026-11-10T09:00:00Z'),
    aLaunchRecord('2026-11-11T09:00:00Z', { rules: [NO_INTERNET], team: null }),
  ]);
  expect(rowsOf(file)).toEqual([
    expect.objectContaining({ launched_at: '2026-11-10T09:00:00Z', team: 'growth', good_from_the_start: 'yes' }),
    expect.objectContaining({ launched_at: '2026-11-11T09:00:00Z', team: '', good_from_the_start: 'no' }),
  ]);
});

describe('whatever happened', () => {
  const histories = fc.record({
    records: fc.array(someRecord, { minLength: 1, maxLength: 10 }),
    launches: fc.array(someLaunch, { minLength: 1, maxLength: 10 }),
  });
  const periods = fc
    .tuple(someMoment, someMoment)
    .map((both) => both.toSorted())
    .map(([from = '', to = '']) => ({ from, to }));
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);

  it('the numbers can be computed again from the two files', () => {
    fc.assert(
      fc.property(histories, periods, fc.constantFrom(null, ...TEAMS), ({ records, launches }, period, team) => {
        const findings = records.map(({ timeline, firstSeenAt, rules }) => {
          const [violation] = aFinding().violations;
          const violations = violation ? rules.map((rule) => ({ ...violation, rule })) : [];
          return aFinding({ timeline, firstSeenAt, violations });
        });
        const files = { notebooks: findingsCsv(findings), launches: launchesCsv(launches) };
        const kpis = kpisOf({ records, launches, team, ...period });
        const { meanSeconds, ...again } = recompute(files, { ...period, team });
        expect(again).toEqual({
          openNow: kpis.open.now,
          openBefore: kpis.open.before,
          directInternet: kpis.open.directInternet,
          goodLaunches: kpis.launches.part,
          launches: kpis.launches.all,
          fixed: kpis.fixed,
          opened: kpis.opened,
          exceptionsEnded: kpis.exceptionsEnded,
          medianSeconds: seconds(kpis.timeToFix.medianMs),
          medianSecondsToDecision: seconds(kpis.timeToDecision.medianMs),
        });
        // In another order of addition the last digit may differ.
        expect(meanSeconds ?? -1).toBeCloseTo(seconds(kpis.timeToFix.meanMs) ?? -1);
      }),
    );
  });
});

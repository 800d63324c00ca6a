import fc from 'fast-check';
import type { Status, TimelineEntry } from '../../src/domain/finding';
import type { FindingRecord } from '../../src/domain/finding-summary';
import type { LaunchRecord } from '../../src/domain/launch-record';
import { RULE_IDS, type RuleId } from '../../src/domain/policy';

export const NO_INTERNET = 'notebook-no-direct-internet-access';

/** A record of a finding with this timeline: `['2026-11-02', 'open']`, `['2026-11-03T10:00:00.000Z', 'resolved', 'risk']`. */
export function aRecord(
  timeline: [at: string, status: Status, team?: string | null][],
  over: Partial<FindingRecord> = {},
): FindingRecord {
  const entries = timeline.map(
    ([at, status, team = 'growth']): TimelineEntry => ({
      at: at.length === 10 ? `${at}T00:00:00.000Z` : at,
      status,
      team,
    }),
  );
  const last = entries.at(-1);
  return {
    launch: { account: '111122223333', region: 'eu-west-1', name: 'churn-eda', createdAt: '2026-11-01T09:00:00Z' },
    reference: 'NB-7F3K',
    name: 'churn-eda',
    status: last?.status ?? 'open',
    ownerId: 'U0MARIA',
    team: last?.team ?? null,
    severity: 'high',
    deadline: null,
    rules: [NO_INTERNET],
    firstSeenAt: entries[0]?.at ?? '',
    version: entries.length,
    grantUntil: null,
    answerDueAt: null,
    disowned: false,
    timeline: entries,
    ...over,
  };
}

export function aLaunchRecord(createdAt: string, over: Partial<LaunchRecord> = {}): LaunchRecord {
  return {
    launch: { account: '111122223333', region: 'eu-west-1', name: 'churn-eda', createdAt },
    name: 'churn-eda',
    team: 'growth',
    rules: [],
    lookedAt: createdAt,
    ...over,
  };
}

export const TEAMS = ['growth', 'risk', 'search'];

const HOUR_MS = 60 * 60_000;
const FIRST = Date.parse('2026-08-31T00:00:00Z');
const HOURS = 12 * 7 * 24;

const moments = fc.integer({ min: 0, max: HOURS }).map((hour) => new Date(FIRST + hour * HOUR_MS).toISOString());
const statuses = fc.constantFrom<Status>(
  'open',
  'acknowledged',
  'migration_scheduled',
  'exception_requested',
  'exception_granted',
  'resolved',
);
const teams = fc.constantFrom(...TEAMS);
const rules = fc.subarray<RuleId>([...RULE_IDS]);

/** A finding's past of up to twelve weeks from 31 August 2026, in any order of statuses. */
export const someRecord: fc.Arbitrary<FindingRecord> = fc
  .record({
    times: fc.uniqueArray(moments, { minLength: 1, maxLength: 8 }),
    states: fc.array(fc.tuple(statuses, teams), { minLength: 8, maxLength: 8 }),
    failing: rules,
  })
  .map(({ times, states, failing }) => {
    const timeline = times.toSorted().map((at, index): [string, Status, string] => {
      const [status, team] = states[index] ?? ['open', 'growth'];
      return [at, index === 0 ? 'open' : status, team];
    });
    return aRecord(timeline, { rules: failing });
  });

export const someLaunch: fc.Arbitrary<LaunchRecord> = fc
  .record({ at: moments, team: teams, failing: fc.oneof(fc.constant<RuleId[]>([]), rules) })
  .map(({ at, team, failing }) => aLaunchRecord(`${at.slice(0, 19)}Z`, { team, rules: failing }));

export const someMoment = moments;

import { type Cell, csv } from './csv';
import type { Finding, TimelineEntry } from './finding';
import { firstDecision, resolutionOf, wasAllowed } from './kpis';
import type { LaunchRecord } from './launch-record';

/** The columns of an export in order, each with what stands in it. Moments are UTC ISO; null is an empty cell. */
type Columns<T> = Record<string, (of: T) => Cell>;

const FINDING_COLUMNS: Columns<Finding> = {
  reference: ({ reference }) => reference,
  notebook: ({ notebook }) => notebook.name,
  account: ({ launch }) => launch.account,
  region: ({ launch }) => launch.region,
  launched_at: ({ launch }) => launch.createdAt,
  status: ({ status }) => status,
  owner: ({ owner }) => owner?.userId ?? null,
  team: ({ team }) => team,
  severity: ({ severity }) => severity,
  violations: ({ violations }) => violations.map(({ rule }) => rule).join(' '),
  data_sensitivity: ({ sensitivity }) => sensitivity,
  first_seen_at: ({ firstSeenAt }) => firstSeenAt,
  opened_at: ({ openedAt }) => openedAt,
  fix_by: ({ deadline, migration }) => (migration ? null : deadline),
  promised_for: ({ migration }) => migration?.at ?? null,
  exception_until: ({ grant }) => grant?.until ?? null,
  first_decision_at: ({ timeline }) => firstDecision(timeline)?.at ?? null,
  resolved_at: ({ resolution }) => resolution?.at ?? null,
  evidence: ({ resolution }) => resolution?.evidence ?? null,
  seconds_to_fix: secondsToFix,
  timeline: ({ timeline }) => timeline.map(entryText).join('; '),
};

const LAUNCH_COLUMNS: Columns<LaunchRecord> = {
  notebook: ({ name }) => name,
  account: ({ launch }) => launch.account,
  region: ({ launch }) => launch.region,
  launched_at: ({ launch }) => launch.createdAt,
  team: ({ team }) => team,
  good_from_the_start: ({ rules }) => (rules.length === 0 ? 'yes' : 'no'),
  violations: ({ rules }) => rules.join(' '),
  first_looked_at: ({ lookedAt }) => lookedAt,
};

export function findingsCsv(findings: readonly Finding[]): string {
  return fileOf(FINDING_COLUMNS, findings);
}

export function launchesCsv(launches: readonly LaunchRecord[]): string {
  return fileOf(LAUNCH_COLUMNS, launches);
}

function fileOf<T>(columns: Columns<T>, rows: readonly T[]): string {
  const cells = Object.values(columns);
  return csv(
    Object.keys(columns),
    rows.map((row) => cells.map((cell) => cell(row))),
  );
}

/** Only what the time to fix counts: resolved, and never allowed in between. */
function secondsToFix({ timeline, firstSeenAt }: Finding): number | null {
  const resolution = resolutionOf(timeline);
  if (!resolution || wasAllowed(timeline)) return null;
  return (Date.parse(resolution.at) - Date.parse(firstSeenAt)) / 1000;
}

/** `2026-11-24T09:13:00.000Z open (growth)`; a team holds no bracket and no semicolon, for no AWS tag does. */
function entryText({ at, status, team }: TimelineEntry): string {
  return `${at} ${status}${team === null ? '' : ` (${team})`}`;
}

import type { FindingRecord } from './finding-summary';
import type { Target } from './notebook';

/** Everything, or one account, or one region, is looked at anew because somebody asked. */
export interface Scan {
  id: string;
  /** Who asked. */
  userId: string;
  /** The teams whose numbers they may see, as they stood when they asked; null for all. */
  teams: string[] | null;
  /** What was asked for; null stands for all. `account` is an id. */
  place: { account: string | null; region: string | null };
  targets: Target[];
  /** UTC ISO. */
  startedAt: string;
  /** The message in their DM that tells how it stands; null before it was posted. */
  posted: { channel: string; ts: string } | null;
  /** How often that message was claimed for an update. */
  tellings: number;
  /** At most one a target. */
  results: TargetResult[];
}

/** How the look at one account and region stands. */
export interface TargetResult extends Target {
  /** `failed`: something broke, and it is tried again. */
  state: 'looking' | 'failed' | 'done';
  /** UTC ISO. */
  at: string;
  /** How many notebooks there are; null before they were listed. */
  listed: number | null;
  looked: number;
  teams: TeamCounts[];
  notChecked: NotChecked[];
}

/** Findings of a team; of nobody's team when it is null. */
export interface TeamCounts extends FindingCounts {
  team: string | null;
}

export interface FindingCounts {
  /** Unresolved, those that an exception allows left out. */
  need: number;
  /** Unresolved and allowed by an exception. */
  allowed: number;
  /** Unresolved, and opened since the scan began. */
  opened: number;
  /** Resolved since the scan began. */
  fixed: number;
}

/** `denied`: AWS refused. `no_way_in`: the policy names no role. `unclear`: AWS said too little. `fault`: something broke. */
export type NotCheckedReason = 'denied' | 'no_way_in' | 'throttled' | 'no_time' | 'unclear' | 'fault';

/** What could not be looked at: so many notebooks, or with `count` null all of the account and region. */
export interface NotChecked {
  reason: NotCheckedReason;
  count: number | null;
}

/** The last look at everything that came to its end. */
export interface FullScan {
  /** When it ended, UTC ISO. */
  at: string;
  targets: Target[];
  /** The accounts of which something could not be looked at, by their names in the policy. */
  notChecked: string[];
}

export interface ScanTotals extends FindingCounts {
  listed: number;
  looked: number;
  /** Targets that are done with, or failed. */
  ended: number;
}

/** Every target has been looked at, or could not be. */
export function isOver({ targets, results }: Scan): boolean {
  return results.filter(hasEnded).length >= targets.length;
}

function hasEnded({ state }: TargetResult): boolean {
  return state !== 'looking';
}

/** When the last target came in, UTC ISO. */
export function endOf({ results, startedAt }: Scan): string {
  return [startedAt, ...results.map(({ at }) => at)].toSorted().at(-1) ?? startedAt;
}

/** What all results are together; findings are counted for the teams that may be seen. */
export function totalsOf({ results, teams }: Scan): ScanTotals {
  const counts = results.flatMap((result) => result.teams).filter(({ team }) => isSeen(teams, team));
  return {
    ...sumOf(counts),
    listed: sum(results.map(({ listed }) => listed ?? 0)),
    looked: sum(results.map(({ looked }) => looked)),
    ended: results.filter(hasEnded).length,
  };
}

function isSeen(teams: string[] | null, team: string | null): boolean {
  return teams === null || (team !== null && teams.includes(team));
}

function sumOf(counts: FindingCounts[]): FindingCounts {
  return {
    need: sum(counts.map(({ need }) => need)),
    allowed: sum(counts.map(({ allowed }) => allowed)),
    opened: sum(counts.map(({ opened }) => opened)),
    fixed: sum(counts.map(({ fixed }) => fixed)),
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The findings of one target by team. `since`: when the scan began, UTC ISO. */
export function countsByTeam(records: FindingRecord[], since: string): TeamCounts[] {
  const teams = new Set(records.map(({ team }) => team));
  return [...teams].map((team) => ({
    team,
    ...sumOf(records.filter((record) => record.team === team).map((record) => countsOf(record, since))),
  }));
}

function countsOf({ status, timeline }: FindingRecord, since: string): FindingCounts {
  const isOpen = status !== 'resolved';
  const allowed = status === 'exception_granted';
  return {
    need: Number(isOpen && !allowed),
    allowed: Number(allowed),
    opened: Number(isOpen && openedAt(timeline) >= since),
    fixed: Number(!isOpen && (timeline.at(-1)?.at ?? '') >= since),
  };
}

/** When it was opened, or opened again. */
function openedAt(timeline: FindingRecord['timeline']): string {
  const resolved = timeline.findLastIndex(({ status }) => status === 'resolved');
  return timeline[resolved + 1]?.at ?? '';
}

/** Counts alike reasons together. */
export function notCheckedOf(reasons: NotCheckedReason[]): NotChecked[] {
  return [...new Set(reasons)].map((reason) => ({ reason, count: reasons.filter((each) => each === reason).length }));
}

/** The reason in the words of a look that AWS did not allow. */
export function reasonOf(words: string): NotCheckedReason {
  if (words.startsWith('AccessDenied')) return 'denied';
  return words.includes('names no role') ? 'no_way_in' : 'unclear';
}

/** The reason behind a fault: what AWS answered is its cause. */
export function reasonOfFault(fault: unknown): NotCheckedReason {
  const cause = fault instanceof Error ? fault.cause : undefined;
  return cause instanceof Error && cause.name === 'ThrottlingException' ? 'throttled' : 'fault';
}

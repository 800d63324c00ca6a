import type { Status, TimelineEntry } from './finding';
import type { FindingRecord } from './finding-summary';
import type { LaunchRecord } from './launch-record';
import type { RuleId } from './policy';
import type { Period } from './weeks';

/** What the numbers are computed from: findings with their timelines, and what was first seen of every launch. */
export interface KpiHistory {
  records: readonly FindingRecord[];
  launches: readonly LaunchRecord[];
}

/** `share` is a number from 0 to 1; null while there are too few for a percentage. */
export interface Share {
  part: number;
  all: number;
  share: number | null;
}

/** The numbers of a team (null: of the whole company) for a period. docs/kpis.md defines every one of them. */
export interface Kpis extends Period {
  team: string | null;
  /** `before` is at the period's beginning, `now` at its end, and of those with direct internet access. */
  open: { now: number; before: number; directInternet: number };
  /** How much fewer are open than before, as a share of before (negative when fewer); null while those were too few. */
  change: number | null;
  launches: Share;
  timeToFix: { count: number; medianMs: number | null; meanMs: number | null };
  timeToDecision: { count: number; medianMs: number | null };
  opened: number;
  fixed: number;
  exceptionsEnded: number;
  /** The rule that most of the new ones fail, when it is at least 3 and half of them. */
  commonest: { rule: RuleId; count: number } | null;
  /** Nothing is known of the time before the period, so that there is nothing to compare with. */
  isFirst: boolean;
}

/** A week in the chart. */
export interface WeekNumbers extends Period {
  /** At the week's end. */
  open: number;
  goodLaunches: number;
  launches: number;
}

/** Below this many a percentage says more about chance than about people. */
export const FEWEST_FOR_SHARE = 20;

const DECISIONS: readonly Status[] = ['acknowledged', 'migration_scheduled', 'exception_requested'];
const DIRECT_INTERNET: RuleId = 'notebook-no-direct-internet-access';

/**
 * The numbers of a period as they were at its end: what happened afterwards changes none of them. A finding counts for
 * the team that it had at the moment in question.
 */
export function kpisOf({ records, launches, team, from, to }: KpiHistory & Period & { team: string | null }): Kpis {
  const start = Date.parse(from);
  const end = Date.parse(to);
  const isIn = (at: string) => Date.parse(at) >= start && Date.parse(at) < end;
  const isOurs = (entry: { team: string | null }) => team === null || entry.team === team;
  const counts = (entry: TimelineEntry | undefined): entry is TimelineEntry =>
    entry !== undefined && isIn(entry.at) && isOurs(entry);

  const openAt = (past: TimelineEntry[]) => past.slice(-1).some((last) => isOpen(last) && isOurs(last));

  const pasts = records.map((record) => ({ record, past: before(record.timeline, end) }));
  const openNow = pasts.filter(({ past }) => openAt(past));
  const openBefore = records.filter(({ timeline }) => openAt(before(timeline, start))).length;
  const fixed = pasts.flatMap(({ record, past }) => {
    const resolution = resolutionOf(past);
    return counts(resolution) ? [{ past, ms: Date.parse(resolution.at) - Date.parse(record.firstSeenAt) }] : [];
  });
  const fixTimes = fixed.filter(({ past }) => !wasAllowed(past)).map(({ ms }) => ms);
  const decisionTimes = pasts.flatMap(({ record, past }) => {
    const decision = firstDecision(past);
    return counts(decision) ? [Date.parse(decision.at) - Date.parse(record.firstSeenAt)] : [];
  });
  const opened = pasts.filter(({ past }) => counts(past[0]));
  const launched = launches.filter((record) => isIn(record.launch.createdAt) && isOurs(record));

  return {
    from,
    to,
    team,
    open: {
      now: openNow.length,
      before: openBefore,
      directInternet: openNow.filter(({ record }) => record.rules.includes(DIRECT_INTERNET)).length,
    },
    change: openBefore >= FEWEST_FOR_SHARE ? (openNow.length - openBefore) / openBefore : null,
    launches: shareOf(launched.filter(({ rules }) => rules.length === 0).length, launched.length),
    timeToFix: { count: fixTimes.length, medianMs: median(fixTimes), meanMs: mean(fixTimes) },
    timeToDecision: { count: decisionTimes.length, medianMs: median(decisionTimes) },
    opened: opened.length,
    fixed: fixed.length,
    exceptionsEnded: pasts.flatMap(({ past }) => endsOfExceptions(past)).filter(counts).length,
    commonest: commonestRule(opened.map(({ record }) => record.rules)),
    isFirst:
      !records.some(({ timeline }) => before(timeline, start).some(isOurs)) &&
      !launches.some((launch) => isOurs(launch) && Date.parse(launch.lookedAt) < start),
  };
}

/** Each week's numbers for the chart; weeks before anything was known are left out. */
export function weeklyOf(
  { records, launches }: KpiHistory,
  { team, weeks }: { team: string | null; weeks: readonly Period[] },
): WeekNumbers[] {
  const known = [
    ...records.flatMap(({ timeline }) => timeline.slice(0, 1).map(({ at }) => at)),
    ...launches.map(({ lookedAt }) => lookedAt),
  ].map(Date.parse);
  const since = known.reduce((earliest, at) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
  return weeks
    .filter(({ to }) => since < Date.parse(to))
    .map((week) => {
      const { open, launches: share } = kpisOf({ records, launches, team, ...week });
      return { ...week, open: open.now, goodLaunches: share.part, launches: share.all };
    });
}

export function shareOf(part: number, all: number): Share {
  return { part, all, share: all >= FEWEST_FOR_SHARE ? part / all : null };
}

/** When somebody first decided anything about the finding, in its whole life; undefined while nobody has. */
export function firstDecision(timeline: readonly TimelineEntry[]): TimelineEntry | undefined {
  return timeline.find(({ status }) => DECISIONS.includes(status));
}

/** The resolution that still holds at the end of the timeline; undefined when it is not resolved then. */
export function resolutionOf(timeline: readonly TimelineEntry[]): TimelineEntry | undefined {
  return timeline[timeline.findLastIndex(({ status }) => status !== 'resolved') + 1];
}

/** It was allowed to stay for a while: how long its fix took says nothing about how quickly things are fixed. */
export function wasAllowed(timeline: readonly TimelineEntry[]): boolean {
  return timeline.some(({ status }) => status === 'exception_granted');
}

/** What happened up to, and without, a moment in ms. */
function before(timeline: readonly TimelineEntry[], moment: number): TimelineEntry[] {
  return timeline.filter(({ at }) => Date.parse(at) < moment);
}

function isOpen({ status }: TimelineEntry): boolean {
  return status !== 'resolved' && status !== 'exception_granted';
}

/** The moments at which an allowed finding became open again, by way of a request to extend or without one. */
function endsOfExceptions(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  const asked = timeline.filter(({ status }) => status !== 'exception_requested');
  return asked.filter(({ status }, index) => status === 'open' && asked[index - 1]?.status === 'exception_granted');
}

function commonestRule(rulesOfEach: readonly (readonly RuleId[])[]): Kpis['commonest'] {
  const counts = new Map<RuleId, number>();
  for (const rule of rulesOfEach.flat()) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const [first] = [...counts].sort(([rule, count], [other, more]) => more - count || rule.localeCompare(other));
  if (!first || first[1] < 3 || first[1] * 2 < rulesOfEach.length) return null;
  return { rule: first[0], count: first[1] };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return mean([Math.floor(middle), Math.ceil(middle)].flatMap((index) => sorted[index] ?? []));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

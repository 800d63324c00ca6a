import { TZDate } from '@date-fns/tz';
import type { BusinessHours } from './business-hours';
import type { FindingRecord, FindingSummary, ListCursor } from './finding-summary';
import type { Kpis } from './kpis';
import { EXPIRING_DAYS, isOverdue } from './list-filter';
import type { FullScan } from './scan';

export type HomeTab = 'mine' | 'team' | 'security';

/** Where somebody is in their App Home: which part, and how far into its list. */
export interface HomePlace {
  tab: HomeTab;
  /** Where this page and those before it begin, the first page excepted; the oldest are forgotten. */
  trail: ListCursor[];
  /** Rows on the pages before. */
  before: number;
  /** How many there were in all when the first page was shown. */
  total: number;
}

/** Rows of a page. */
export const HOME_ROWS = 8;

/** A Home remembers the way back over so many pages; from further on it leads to the first one. */
const LONGEST_TRAIL = 12;

export function firstPage(tab: HomeTab): HomePlace {
  return { tab, trail: [], before: 0, total: 0 };
}

export function pageAfter(place: HomePlace, next: ListCursor): HomePlace {
  return { ...place, trail: [...place.trail, next].slice(-LONGEST_TRAIL), before: place.before + HOME_ROWS };
}

export function pageBefore(place: HomePlace): HomePlace {
  const trail = place.trail.slice(0, -1);
  return { ...place, trail, before: trail.length === 0 ? 0 : place.before - HOME_ROWS };
}

/** Somebody whose Home is kept up to date, and what it showed last. */
export interface HomeViewer {
  userId: string;
  /** Null before anything was shown. */
  place: HomePlace | null;
  /** The teams they led, and whether they belonged to security, when it was shown: whom to think of, not what to show. */
  teams: string[];
  isSecurity: boolean;
  hash: string | null;
  /** Something changed since. */
  isStale: boolean;
}

/** One page of the list of a part, the first date first. */
export interface HomePage {
  rows: FindingSummary[];
  /** Where the next page begins; null after the last. */
  next: ListCursor | null;
}

/** How many of a kind there are, and the first of them by date. */
export interface Some {
  count: number;
  rows: FindingSummary[];
}

/** Where unresolved findings stand. */
export interface Standing {
  total: number;
  undecided: number;
  acknowledged: number;
  planned: number;
  requested: number;
  allowed: number;
  overdue: number;
  /** With direct internet access, those that are allowed for now left out, as for `docs/kpis.md`. */
  direct: number;
  /** There are more than were counted. */
  more: boolean;
}

export interface MineOverview {
  standing: Standing;
  /** The undecided one with the first date. */
  next: FindingSummary | null;
}

/** What a lead sees of the teams they lead. */
export interface TeamOverview {
  standing: Standing;
  numbers: { team: string; standing: Standing; kpis: Kpis }[];
  /** No decision yet, or the date has passed. */
  needsDecision: Some;
  /** Promised for the next seven days. */
  promised: Some;
  ending: Some;
  hands: Hand[];
}

/** Somebody who could use a hand. */
export interface Hand {
  userId: string;
  /** Launches this month that needed a fix, when there was more than one. */
  launches: number;
  /** Notebooks that lack tags. */
  untagged: number;
}

export interface SecurityOverview {
  standing: Standing;
  orphans: number;
  ending: Some;
  /** `team` null: nobody's team is known. Most first. */
  teams: { team: string | null; standing: Standing }[];
  kpis: Kpis;
  kpisBefore: Kpis;
  /** Null before the first one. */
  lastScan: Pick<FullScan, 'at' | 'notChecked'> | null;
}

/** An App Home as it is to be shown. `overview` is null on the pages after the first. */
export type Home = {
  /** The parts that the viewer has. */
  tabs: HomeTab[];
  /** Slack did not say who belongs to security. */
  unsure: boolean;
  place: HomePlace;
} & (
  | { part: 'mine'; overview: MineOverview | null; page: HomePage; bystander: boolean }
  | { part: 'team'; overview: TeamOverview | null; page: HomePage }
  | { part: 'security'; overview: SecurityOverview }
);

/** Rows of each kind in an overview; the list below it has them all. */
const MOST_SHOWN = 5;

const DIRECT = 'notebook-no-direct-internet-access';
const DAY_MS = 24 * 60 * 60 * 1000;

/** `complete`: these are all there are. `now` is UTC ISO. */
export function standingOf(summaries: FindingSummary[], now: string, complete = true): Standing {
  const having = (status: FindingSummary['status']) => summaries.filter((each) => each.status === status).length;
  return {
    total: summaries.length,
    undecided: having('open'),
    acknowledged: having('acknowledged'),
    planned: having('migration_scheduled'),
    requested: having('exception_requested'),
    allowed: having('exception_granted'),
    overdue: summaries.filter((each) => isOverdue(each, now)).length,
    direct: summaries.filter(({ status, rules }) => status !== 'exception_granted' && rules.includes(DIRECT)).length,
    more: !complete,
  };
}

/** The first date first, those without one last. */
export function byDate<Row extends Pick<FindingSummary, 'deadline'>>(rows: Row[]): Row[] {
  return rows.toSorted((one, other) => (one.deadline ?? '9').localeCompare(other.deadline ?? '9'));
}

export function nextUndecided(summaries: FindingSummary[]): FindingSummary | null {
  return byDate(summaries.filter(({ status }) => status === 'open'))[0] ?? null;
}

/** No decision yet, or the date has passed. */
export function needingDecision(summaries: FindingSummary[], now: string): Some {
  return some(byDate(summaries.filter((each) => each.status === 'open' || isOverdue(each, now))));
}

/** Promised for one of the next seven days. */
export function promisedSoon(summaries: FindingSummary[], now: string): Some {
  const until = Date.parse(now) + 7 * DAY_MS;
  const soon = summaries.filter(
    ({ status, deadline }) =>
      status === 'migration_scheduled' &&
      deadline !== null &&
      Date.parse(deadline) >= Date.parse(now) &&
      Date.parse(deadline) < until,
  );
  return some(byDate(soon));
}

/** Granted exceptions that end within 14 days. */
export function endingSoon(summaries: FindingSummary[], now: string): Some {
  const until = new Date(Date.parse(now) + EXPIRING_DAYS * DAY_MS).toISOString();
  const ending = summaries.flatMap((each) =>
    each.grantUntil !== null && each.grantUntil <= until ? [{ each, end: each.grantUntil }] : [],
  );
  return some(ending.toSorted((one, other) => one.end.localeCompare(other.end)).map(({ each }) => each));
}

function some(rows: FindingSummary[]): Some {
  return { count: rows.length, rows: rows.slice(0, MOST_SHOWN) };
}

/** By team, the one with most first. */
export function standingByTeam(summaries: FindingSummary[], now: string): SecurityOverview['teams'] {
  return [...groupedBy(summaries, ({ team }) => team)]
    .map(([team, rows]) => ({ team, standing: standingOf(rows, now) }))
    .sort((one, other) => other.standing.total - one.standing.total);
}

/** When the month of `now` began in the company's zone, UTC ISO. */
export function monthStart(now: string, hours: BusinessHours): string {
  const today = new TZDate(now, hours.time_zone);
  const first = new TZDate(today.getFullYear(), today.getMonth(), 1, hours.time_zone);
  return new Date(first.getTime()).toISOString();
}

/**
 * Owners with more than one launch since `since` that needed a fix, or whose notebooks lack tags; those with most first.
 * The viewer is left out: they see their own.
 */
export function couldUseAHand(records: readonly FindingRecord[], since: string, viewer: string): Hand[] {
  return [...groupedBy(records, ({ ownerId }) => ownerId)]
    .flatMap(([userId, rows]): Hand[] => {
      if (userId === null || userId === viewer) return [];
      const launches = rows.filter(({ launch }) => Date.parse(launch.createdAt) >= Date.parse(since)).length;
      const untagged = rows.filter(
        ({ status, rules }) => status !== 'resolved' && rules.includes('notebook-required-tags'),
      ).length;
      return launches > 1 || untagged > 0 ? [{ userId, launches: launches > 1 ? launches : 0, untagged }] : [];
    })
    .sort((one, other) => other.launches - one.launches || other.untagged - one.untagged);
}

function groupedBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

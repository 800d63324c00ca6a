import type { BusinessHours } from './business-hours';
import { type KpiHistory, type Kpis, kpisOf, type WeekNumbers, weeklyOf } from './kpis';
import { type Period, weekEnd, weeksUpTo } from './weeks';

/** What a digest or a report tells about one team, or about the whole company. */
export interface ReportNumbers {
  kpis: Kpis;
  /** The period of the same length before. */
  before: Kpis;
  /** The four weeks up to the end of a digest's week, in which a change means more than in one; null in a report. */
  fourWeeks: Kpis | null;
  /** Whole weeks for the chart, oldest first. */
  weeks: WeekNumbers[];
}

/** Weeks in the chart. */
const WEEKS = 12;
const DAY_MS = 24 * 60 * 60_000;

/** What has to be known for the numbers of the week that ends at `until`. */
export function digestHistory(until: string, hours: BusinessHours): Period {
  return { from: firstOf(weeksUpTo(until, WEEKS, hours), until), to: until };
}

/** The numbers of the week that ends at `until` (see `weekEnd`). */
export function digestNumbers(
  history: KpiHistory,
  { team, until, hours }: { team: string | null; until: string; hours: BusinessHours },
): ReportNumbers {
  const weeks = weeksUpTo(until, WEEKS, hours);
  const [before, week] = weeksUpTo(until, 2, hours);
  const numbers = (from: string, to: string) => kpisOf({ ...history, team, from, to });
  const from = week?.from ?? until;
  return {
    kpis: numbers(from, until),
    before: numbers(before?.from ?? from, from),
    fourWeeks: numbers(firstOf(weeksUpTo(until, 4, hours), until), until),
    weeks: weeklyOf(history, { team, weeks }),
  };
}

/** What has to be known for a report on the last `days` days. */
export function reportHistory(days: number, now: string, hours: BusinessHours): Period {
  const chartFrom = firstOf(weeksUpTo(weekEnd(now, hours), WEEKS, hours), now);
  const [from = now] = [chartFrom, daysBefore(now, 2 * days)].toSorted();
  return { from, to: now };
}

/** The numbers of the last `days` days. */
export function reportNumbers(
  history: KpiHistory,
  { team, days, now, hours }: { team: string | null; days: number; now: string; hours: BusinessHours },
): ReportNumbers {
  const from = daysBefore(now, days);
  const weeks = weeksUpTo(weekEnd(now, hours), WEEKS, hours);
  return {
    kpis: kpisOf({ ...history, team, from, to: now }),
    before: kpisOf({ ...history, team, from: daysBefore(from, days), to: from }),
    fourWeeks: null,
    weeks: weeklyOf(history, { team, weeks }),
  };
}

/** There is something to tell of that week: the bot was there, and knew of notebooks then or in the weeks before. */
export function hasNotebooks({ kpis, weeks }: ReportNumbers): boolean {
  const { open, fixed, opened, launches } = kpis;
  const inWeek = open.now + open.before + fixed + opened + launches.all > 0;
  return weeks.length > 0 && (inWeek || weeks.some((week) => week.open > 0 || week.launches > 0));
}

function firstOf(periods: readonly Period[], otherwise: string): string {
  return periods[0]?.from ?? otherwise;
}

function daysBefore(moment: string, days: number): string {
  return new Date(Date.parse(moment) - days * DAY_MS).toISOString();
}

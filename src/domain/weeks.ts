import { TZDate } from '@date-fns/tz';
import { addWeeks, startOfWeek } from 'date-fns';
import type { BusinessHours } from './business-hours';

/** From `from` up to, and without, `to`. UTC ISO. */
export interface Period {
  from: string;
  to: string;
}

/** The last end of a week at or before `now`: Monday 00:00 in the company's zone. UTC ISO. */
export function weekEnd(now: string, { time_zone }: Pick<BusinessHours, 'time_zone'>): string {
  return utc(startOfWeek(new TZDate(now, time_zone), { weekStartsOn: 1 }));
}

/** The `count` weeks that lead up to the end of a week, oldest first. One with a change of the clocks is an hour off 7 days. */
export function weeksUpTo(end: string, count: number, { time_zone }: Pick<BusinessHours, 'time_zone'>): Period[] {
  const last = new TZDate(end, time_zone);
  const weeksBack = (weeks: number) => utc(addWeeks(last, -weeks));
  return Array.from({ length: count }, (_, index) => ({
    from: weeksBack(count - index),
    to: weeksBack(count - index - 1),
  }));
}

function utc(moment: Date): string {
  return new Date(moment.getTime()).toISOString();
}

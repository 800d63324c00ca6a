import { TZDate } from '@date-fns/tz';
import { subDays } from 'date-fns';
import { isoDay } from '../domain/business-hours';
import type { Finding } from '../domain/finding';

/** Whether `now` is the calendar day before `end`, or a later one, in the company's zone. */
export function isDayBeforeOrLater(now: Date, end: string, timeZone: string): boolean {
  return isoDay(new TZDate(now, timeZone)) >= isoDay(subDays(new TZDate(end, timeZone), 1));
}

/** The same time on the calendar day before `end`, in the company's zone. */
export function dayBefore(end: string, timeZone: string): Date {
  return new Date(subDays(new TZDate(end, timeZone), 1).getTime());
}

/** The end of the policy exception that ends first, of those whose day before is still to come; UTC ISO, or null. */
export function nextGrantEnd(findings: Finding[], now: Date, timeZone: string): string | null {
  const ends = findings.flatMap(({ grant }) => (grant ? [grant.until] : []));
  const [first] = ends.filter((end) => !isDayBeforeOrLater(now, end, timeZone)).sort();
  return first ?? null;
}

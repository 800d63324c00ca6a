import { TZDate } from '@date-fns/tz';
import { addDays, isWeekend } from 'date-fns';

/** When people work: `start` and `end` as `HH:MM`, IANA time zone, public holidays as `YYYY-MM-DD`. */
export interface BusinessHours {
  time_zone: string;
  start: string;
  end: string;
  holidays: string[];
}

/** The hours of a reader in that IANA zone; the company's when Slack told none, or one that this runtime does not know. */
export function hoursIn(hours: BusinessHours, timeZone: string | undefined): BusinessHours {
  return timeZone && isTimeZone(timeZone) ? { ...hours, time_zone: timeZone } : hours;
}

export function isTimeZone(zone: string): boolean {
  const known = zones.get(zone) ?? isKnownToIntl(zone);
  zones.set(zone, known);
  return known;
}

/** Asking Intl is slow, and the same few zones are asked for again and again. */
const zones = new Map<string, boolean>();

function isKnownToIntl(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

export function isBusinessDay(day: TZDate, hours: BusinessHours): boolean {
  return !isWeekend(day) && !hours.holidays.includes(isoDay(day));
}

/** The calendar day in the date's own zone, `YYYY-MM-DD`. */
export function isoDay(day: TZDate): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function at(day: TZDate, time: string): TZDate {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const moment = new TZDate(day, day.timeZone);
  moment.setHours(hour, minute, 0, 0);
  return moment;
}

function rollToBusinessDay(day: TZDate, hours: BusinessHours): TZDate {
  let rolled = day;
  while (!isBusinessDay(rolled, hours)) rolled = addDays(rolled, 1);
  return rolled;
}

function utc(moment: TZDate): string {
  return new Date(moment.getTime()).toISOString();
}

/** The end of the working day `days` calendar days after `from`, moved on to a business day. UTC ISO. */
export function calendarDaysLater(from: string, days: number, hours: BusinessHours): string {
  return utc(at(rollToBusinessDay(addDays(new TZDate(from, hours.time_zone), days), hours), hours.end));
}

/** The end of the working day `days` business days after `from`. UTC ISO. */
export function businessDaysLater(from: string, days: number, hours: BusinessHours): string {
  let day = new TZDate(from, hours.time_zone);
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day, hours)) left -= 1;
  }
  return utc(at(rollToBusinessDay(day, hours), hours.end));
}

/** The end of the working day on a picked date (`YYYY-MM-DD`) in the company's zone. UTC ISO. */
export function endOfDay(date: string, hours: BusinessHours): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return utc(at(new TZDate(year, month - 1, day, hours.time_zone), hours.end));
}

/** The picked date (`YYYY-MM-DD`) that a moment falls on in the company's zone. */
export function dateIn(moment: string, hours: BusinessHours): string {
  return isoDay(new TZDate(moment, hours.time_zone));
}

/** The next `time` (`HH:MM`) on a business day in the reader's zone that is not before `from`. UTC ISO. */
export function nextBusinessMoment(from: string, time: string, hours: BusinessHours): string {
  const start = new TZDate(from, hours.time_zone);
  const today = at(start, time);
  return utc(at(rollToBusinessDay(today.getTime() >= start.getTime() ? today : addDays(today, 1), hours), time));
}

/** `from` itself when people work then, else the start of the next working day in the reader's zone. UTC ISO. */
export function nextWorkingMoment(from: string, hours: BusinessHours): string {
  const moment = new TZDate(from, hours.time_zone);
  const working =
    isBusinessDay(moment, hours) &&
    moment.getTime() >= at(moment, hours.start).getTime() &&
    moment.getTime() < at(moment, hours.end).getTime();
  return working ? from : nextBusinessMoment(from, hours.start, hours);
}

/** Is it working time for a reader in that zone? */
export function isWorkingMoment(moment: string, hours: BusinessHours): boolean {
  return nextWorkingMoment(moment, hours) === moment;
}

/** `time` on the first business day that is at least `days` calendar days after `from`. UTC ISO. */
export function businessMomentAfterDays(from: string, days: number, time: string, hours: BusinessHours): string {
  return nextBusinessMoment(utc(addDays(new TZDate(from, hours.time_zone), days)), time, hours);
}

/** `time` on the last business day before the day of `moment`. UTC ISO. */
export function businessDayBefore(moment: string, time: string, hours: BusinessHours): string {
  let day = addDays(new TZDate(moment, hours.time_zone), -1);
  while (!isBusinessDay(day, hours)) day = addDays(day, -1);
  return utc(at(day, time));
}

/** `time` on the first business day after the day of `moment`. UTC ISO. */
export function businessDayAfter(moment: string, time: string, hours: BusinessHours): string {
  return utc(at(rollToBusinessDay(addDays(new TZDate(moment, hours.time_zone), 1), hours), time));
}

/** `count` working hours after `from`. UTC ISO. */
export function workingHoursLater(from: string, count: number, hours: BusinessHours): string {
  let moment = nextWorkingMoment(from, hours);
  for (let leftMs = count * 3_600_000; ; ) {
    const start = new TZDate(moment, hours.time_zone);
    const todayMs = at(start, hours.end).getTime() - start.getTime();
    if (leftMs < todayMs) return new Date(start.getTime() + leftMs).toISOString();
    leftMs -= todayMs;
    moment = nextBusinessMoment(utc(addDays(at(start, hours.start), 1)), hours.start, hours);
  }
}

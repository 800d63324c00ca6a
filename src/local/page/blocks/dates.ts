/** The reader's zone and the local clock, upon which every shown date depends. */
export interface DateView {
  timeZone: string;
  /** UTC ISO. */
  now: string;
}

const HALF_YEAR_MS = 183 * 86_400_000;

/**
 * Fills Slack's date tokens for one moment (seconds since 1970) in the reader's zone, 24-hour time.
 * Unknown tokens stay as written. See https://docs.slack.dev/messaging/formatting-message-text#date-formatting.
 */
export function formatSlackDate(seconds: number, format: string, view: DateView): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return format;
  return format.replace(/\{(\w+)\}/g, (whole, token: string, at: number) => {
    const text = tokenText(token, date, view);
    if (text === undefined) return whole;
    return at === 0 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  });
}

function tokenText(token: string, date: Date, view: DateView): string | undefined {
  const near = Math.abs(date.getTime() - new Date(view.now).getTime()) < HALF_YEAR_MS;
  const parts = dateParts(date, view.timeZone);
  const day = `${parts.month} ${ordinal(parts.day)}`;
  const short = `${parts.month.slice(0, 3)} ${parts.day}`;
  const long = `${parts.weekday}, ${day}`;
  const relative = relativeDay(date, view);
  switch (token) {
    case 'date_num':
      return `${parts.year}-${two(parts.monthNumber)}-${two(parts.day)}`;
    case 'date_slash':
      return `${two(parts.day)}/${two(parts.monthNumber)}/${parts.year}`;
    case 'date_full':
    case 'date_long_full':
      return `${parts.month} ${parts.day}, ${parts.year}`;
    case 'date':
      return near ? day : `${day}, ${parts.year}`;
    case 'date_pretty':
      return relative ?? (near ? day : `${day}, ${parts.year}`);
    case 'date_short':
      return near ? short : `${short}, ${parts.year}`;
    case 'date_short_pretty':
      return relative ?? (near ? short : `${short}, ${parts.year}`);
    case 'date_long':
      return `${long}, ${parts.year}`;
    case 'date_long_pretty':
      return relative ?? `${long}, ${parts.year}`;
    case 'day_divider_pretty':
      return relative ?? (near ? long : `${long}, ${parts.year}`);
    case 'time':
      return `${two(parts.hour)}:${two(parts.minute)}`;
    case 'time_secs':
      return `${two(parts.hour)}:${two(parts.minute)}:${two(parts.second)}`;
    case 'ago':
      return ago(date, view);
    default:
      return undefined;
  }
}

function dateParts(date: Date, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  const values: Record<string, string> = {};
  for (const part of format.formatToParts(date)) values[part.type] = part.value;
  const month = values.month ?? '';
  return {
    weekday: values.weekday ?? '',
    month,
    monthNumber: Number(new Intl.DateTimeFormat('en-GB', { timeZone, month: 'numeric' }).format(date)),
    day: Number(values.day),
    year: Number(values.year),
    hour: Number(values.hour),
    minute: Number(values.minute),
    second: Number(values.second),
  };
}

/** `2026-11-24` in the given zone. */
export function isoDay(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);
}

function relativeDay(date: Date, view: DateView): string | undefined {
  const days =
    (Date.parse(isoDay(date, view.timeZone)) - Date.parse(isoDay(new Date(view.now), view.timeZone))) / 86_400_000;
  return days === 0 ? 'today' : days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : undefined;
}

function ago(date: Date, view: DateView): string {
  const seconds = Math.round((date.getTime() - new Date(view.now).getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  const size = Math.abs(seconds);
  if (size < 60) return words.format(seconds, 'second');
  if (size < 3600) return words.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return words.format(Math.round(seconds / 3600), 'hour');
  if (size < 2_592_000) return words.format(Math.round(seconds / 86_400), 'day');
  if (size < 31_536_000) return words.format(Math.round(seconds / 2_592_000), 'month');
  return words.format(Math.round(seconds / 31_536_000), 'year');
}

function ordinal(day: number): string {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Seconds since 1970 of a wall-clock time (`2026-11-24T17:00`) in the reader's zone. */
export function wallTimeToSeconds(wall: string, timeZone: string): number {
  const asUtc = Date.parse(`${wall}Z`);
  const shift = (moment: number) => Date.parse(`${wallTime(moment / 1000, timeZone)}Z`) - moment;
  // Twice, because the first guess may lie on the other side of a change of daylight saving time.
  const guess = asUtc - shift(asUtc);
  return Math.floor((asUtc - shift(guess)) / 1000);
}

/** The wall-clock time (`2026-11-24T17:00`) of a moment in the reader's zone, to the minute. */
export function wallTime(seconds: number, timeZone: string): string {
  const date = new Date(seconds * 1000);
  const parts = dateParts(date, timeZone);
  return `${isoDay(date, timeZone)}T${two(parts.hour)}:${two(parts.minute)}`;
}

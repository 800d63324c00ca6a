import { TZDate } from '@date-fns/tz';
import { addDays, addWeeks, set, startOfWeek } from 'date-fns';

/** A moment of the sample: its week, counted from 1, a day and a time, as in `3 Tue 10:15`. */
export type SampleMoment = `${number} ${Day} ${number}:${number}`;
type Day = (typeof DAYS)[number];

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** The first Monday 00:00 after `now` in the zone: where the first week of the sample begins. */
export function firstMonday(now: Date, timeZone: string): TZDate {
  return addWeeks(startOfWeek(new TZDate(now, timeZone), { weekStartsOn: 1 }), 1);
}

/** When that is for a sample whose first week begins at `start`, on the clocks of its zone. */
export function momentOf(text: SampleMoment, start: TZDate): Date {
  const [week, day, time = ''] = text.split(' ');
  const [hours, minutes] = time.split(':').map(Number);
  const date = addDays(start, (Number(week) - 1) * 7 + (DAYS as readonly string[]).indexOf(day ?? ''));
  return new Date(set(date, { hours, minutes }).getTime());
}

import { TZDate } from '@date-fns/tz';
import {
  businessDayAfter,
  businessDayBefore,
  businessDaysLater,
  businessMomentAfterDays,
  calendarDaysLater,
  dateIn,
  endOfDay,
  hoursIn,
  isBusinessDay,
  isTimeZone,
  isWorkingMoment,
  nextBusinessMoment,
  nextWorkingMoment,
  workingHoursLater,
} from '../../src/domain/business-hours';

const berlin = { time_zone: 'Europe/Berlin', start: '09:00', end: '17:00', holidays: ['2026-12-25'] };
const tokyo = { ...berlin, time_zone: 'Asia/Tokyo' };

describe('a business day', () => {
  it.each([
    ['2026-11-27T12:00:00Z', true],
    ['2026-11-28T12:00:00Z', false],
    ['2026-11-29T12:00:00Z', false],
    ['2026-12-25T12:00:00Z', false],
    // Still Sunday in UTC, already Monday in Berlin.
    ['2026-11-29T23:30:00Z', true],
  ])('%s: %s', (moment, expected) => {
    expect(isBusinessDay(new TZDate(moment, 'Europe/Berlin'), berlin)).toBe(expected);
  });
});

describe('calendar days later', () => {
  it.each([
    ['ends at 17:00', '2026-11-24T09:13:00Z', 7, '2026-12-01T16:00:00.000Z'],
    ['rolls a Saturday on to Monday', '2026-11-24T09:13:00Z', 4, '2026-11-30T16:00:00.000Z'],
    ['rolls a holiday before a weekend on to Monday', '2026-12-24T09:00:00Z', 1, '2026-12-28T16:00:00.000Z'],
    ['counts from the day in the company zone', '2026-11-24T23:30:00Z', 1, '2026-11-26T16:00:00.000Z'],
    ['is 17:00 on the clock after summer time began', '2027-03-26T09:00:00Z', 3, '2027-03-29T15:00:00.000Z'],
    ['is 17:00 on the clock after summer time ended', '2026-10-23T09:00:00Z', 3, '2026-10-26T16:00:00.000Z'],
  ])('%s', (_what, from, days, expected) => {
    expect(calendarDaysLater(from, days, berlin)).toBe(expected);
  });
});

describe('business days later', () => {
  it.each([
    ['is the next day in the week', '2026-11-24T09:13:00Z', 1, '2026-11-25T16:00:00.000Z'],
    ['skips a weekend', '2026-11-27T09:00:00Z', 1, '2026-11-30T16:00:00.000Z'],
    ['skips a holiday and a weekend', '2026-12-24T09:00:00Z', 2, '2026-12-29T16:00:00.000Z'],
    ['counts from a weekend as from the Friday before', '2026-11-28T09:00:00Z', 1, '2026-11-30T16:00:00.000Z'],
  ])('%s', (_what, from, days, expected) => {
    expect(businessDaysLater(from, days, berlin)).toBe(expected);
  });
});

describe('a picked date', () => {
  it('is the end of that day in the company zone, and back', () => {
    expect(endOfDay('2026-12-01', berlin)).toBe('2026-12-01T16:00:00.000Z');
    expect(endOfDay('2026-07-01', berlin)).toBe('2026-07-01T15:00:00.000Z');
    expect(endOfDay('2026-12-01', tokyo)).toBe('2026-12-01T08:00:00.000Z');
    expect(dateIn('2026-12-01T16:00:00.000Z', berlin)).toBe('2026-12-01');
    expect(dateIn('2026-12-01T16:00:00.000Z', tokyo)).toBe('2026-12-02');
  });
});

describe('the next time of day on a business day', () => {
  it.each([
    ['is today while it is to come', '2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z'],
    ['is this very moment', '2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
    ['is tomorrow afterwards', '2026-11-24T09:00:01.000Z', '2026-11-25T09:00:00.000Z'],
    ['is Monday on a Friday afternoon', '2026-11-27T15:00:00.000Z', '2026-11-30T09:00:00.000Z'],
    ['is Monday on a Saturday morning', '2026-11-28T06:00:00.000Z', '2026-11-30T09:00:00.000Z'],
    ['is Monday after a holiday', '2026-12-25T06:00:00.000Z', '2026-12-28T09:00:00.000Z'],
  ])('%s', (_what, from, expected) => {
    expect(nextBusinessMoment(from, '10:00', berlin)).toBe(expected);
  });
});

describe('the next working moment', () => {
  it.each([
    ['is now in working hours', '2026-11-24T10:00:00.000Z', '2026-11-24T10:00:00.000Z'],
    ['is now as they begin', '2026-11-24T08:00:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['is this morning before', '2026-11-24T07:59:59.999Z', '2026-11-24T08:00:00.000Z'],
    ['is tomorrow as they end', '2026-11-24T16:00:00.000Z', '2026-11-25T08:00:00.000Z'],
    ['is Monday on a weekend', '2026-11-28T10:00:00.000Z', '2026-11-30T08:00:00.000Z'],
  ])('%s', (_what, from, expected) => {
    expect(nextWorkingMoment(from, berlin)).toBe(expected);
  });
});

describe('whether it is working time', () => {
  it.each([
    ['2026-11-24T08:00:00.000Z', true],
    ['2026-11-24T15:59:59.999Z', true],
    ['2026-11-24T16:00:00.000Z', false],
    ['2026-11-28T10:00:00.000Z', false],
    ['2026-12-25T10:00:00.000Z', false],
  ])('at %s: %s', (moment, expected) => {
    expect(isWorkingMoment(moment, berlin)).toBe(expected);
  });
});

describe('a time of day some days later', () => {
  it.each([
    ['is on that day', '2026-11-24T08:13:00.000Z', 3, '2026-11-27T09:00:00.000Z'],
    ['is never sooner than so many days', '2026-11-24T09:13:00.000Z', 1, '2026-11-26T09:00:00.000Z'],
    ['rolls on from a weekend', '2026-11-24T08:13:00.000Z', 4, '2026-11-30T09:00:00.000Z'],
    ['rolls on from a holiday', '2026-12-24T08:13:00.000Z', 1, '2026-12-28T09:00:00.000Z'],
    ['is that time on the clock after summer time ended', '2026-10-23T07:13:00.000Z', 3, '2026-10-26T09:00:00.000Z'],
  ])('%s', (_what, from, days, expected) => {
    expect(businessMomentAfterDays(from, days, '10:00', berlin)).toBe(expected);
  });
});

describe('the last business day before', () => {
  it.each([
    ['is the day before', '2026-11-26T16:00:00.000Z', '2026-11-25T09:00:00.000Z'],
    ['is Friday before a Monday', '2026-11-30T16:00:00.000Z', '2026-11-27T09:00:00.000Z'],
    ['is Thursday before a Monday when Friday is a holiday', '2026-12-28T16:00:00.000Z', '2026-12-24T09:00:00.000Z'],
    ['goes by the day there', '2026-11-25T23:30:00.000Z', '2026-11-25T09:00:00.000Z'],
  ])('%s', (_what, moment, expected) => {
    expect(businessDayBefore(moment, '10:00', berlin)).toBe(expected);
  });
});

describe('the first business day after', () => {
  it.each([
    ['is the next day, however early it is', '2026-11-24T05:00:00.000Z', '2026-11-25T09:00:00.000Z'],
    ['is the next day, however late it is', '2026-11-24T22:59:00.000Z', '2026-11-25T09:00:00.000Z'],
    ['is Monday after a Friday', '2026-11-27T09:00:00.000Z', '2026-11-30T09:00:00.000Z'],
    ['is Monday after a Thursday when Friday is a holiday', '2026-12-24T09:00:00.000Z', '2026-12-28T09:00:00.000Z'],
  ])('%s', (_what, moment, expected) => {
    expect(businessDayAfter(moment, '10:00', berlin)).toBe(expected);
  });
});

describe('working hours later', () => {
  it.each([
    ['is the same day while it lasts', '2026-11-24T09:13:00.000Z', 2, '2026-11-24T11:13:00.000Z'],
    ['goes on the next morning', '2026-11-24T15:00:00.000Z', 2, '2026-11-25T09:00:00.000Z'],
    ['is the next morning rather than the end of the day', '2026-11-24T12:00:00.000Z', 4, '2026-11-25T08:00:00.000Z'],
    ['counts from the morning when it is night', '2026-11-24T03:00:00.000Z', 2, '2026-11-24T10:00:00.000Z'],
    ['passes over a weekend', '2026-11-27T15:00:00.000Z', 2, '2026-11-30T09:00:00.000Z'],
    ['passes over a holiday and a weekend', '2026-12-24T15:00:00.000Z', 10, '2026-12-29T09:00:00.000Z'],
    ['lasts for many days', '2026-11-24T08:00:00.000Z', 40, '2026-12-01T08:00:00.000Z'],
    ['keeps to the clock when summer time ends', '2026-10-23T14:00:00.000Z', 2, '2026-10-26T09:00:00.000Z'],
  ])('%s', (_what, from, count, expected) => {
    expect(workingHoursLater(from, count, berlin)).toBe(expected);
  });
});

describe("a reader's own hours", () => {
  it('are those of the company in their zone, or in its own when theirs is not known', () => {
    expect(hoursIn(berlin, 'Asia/Tokyo')).toEqual(tokyo);
    expect(hoursIn(berlin, undefined)).toEqual(berlin);
    expect(hoursIn(berlin, 'Mars/Olympus')).toEqual(berlin);
  });

  it.each([
    ['Europe/Berlin', true],
    ['Europe/Bonn', false],
    ['', false],
  ])('%j is a time zone: %s', (zone, expected) => {
    expect([isTimeZone(zone), isTimeZone(zone)]).toEqual([expected, expected]);
  });
});

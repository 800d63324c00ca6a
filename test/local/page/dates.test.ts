import { formatSlackDate, wallTime, wallTimeToSeconds } from '../../../src/local/page/blocks/dates';

const friday = Date.UTC(2026, 11, 4, 16, 5, 9) / 1000;
const berlin = { timeZone: 'Europe/Berlin', now: '2026-11-24T09:00:00.000Z' };

test.each([
  ['{date_num}', '2026-12-04'],
  ['{date_slash}', '04/12/2026'],
  ['{date}', 'December 4th'],
  ['{date_full}', 'December 4, 2026'],
  ['{date_long}', 'Friday, December 4th, 2026'],
  ['{date_long_full}', 'December 4, 2026'],
  ['{date_long_pretty}', 'Friday, December 4th, 2026'],
  ['{date_pretty}', 'December 4th'],
  ['{date_short}', 'Dec 4'],
  ['{date_short_pretty} at {time}', 'Dec 4 at 17:05'],
  ['{day_divider_pretty}', 'Friday, December 4th'],
  ['{time}', '17:05'],
  ['{time_secs}', '17:05:09'],
  ['{ago}', 'In 10 days'],
  ['by {date_short}, {unknown}', 'by Dec 4, {unknown}'],
])('%s is shown in the reader’s zone as %s', (format, shown) => {
  expect(formatSlackDate(friday, format, berlin)).toBe(shown);
});

test('near days have names, and the year appears when it is far away', () => {
  expect(formatSlackDate(friday, '{date_pretty}', { ...berlin, now: '2026-12-04T01:00:00Z' })).toBe('Today');
  expect(formatSlackDate(friday, 'due {date_pretty}', { ...berlin, now: '2026-12-03T22:59:00Z' })).toBe('due tomorrow');
  expect(formatSlackDate(friday, '{date_short_pretty}', { ...berlin, now: '2026-12-05T12:00:00Z' })).toBe('Yesterday');
  expect(formatSlackDate(friday, '{date_short}', { ...berlin, now: '2028-01-01T00:00:00Z' })).toBe('Dec 4, 2026');
});

test.each([
  ['2026-12-04T17:00', 'Europe/Berlin', '2026-12-04T16:00:00.000Z'],
  ['2026-07-01T09:30', 'Asia/Kolkata', '2026-07-01T04:00:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
])('%s in %s is %s and back', (wall, timeZone, utc) => {
  const seconds = wallTimeToSeconds(wall, timeZone);
  expect(new Date(seconds * 1000).toISOString()).toBe(utc);
  expect(wallTime(seconds, timeZone)).toBe(wall);
});

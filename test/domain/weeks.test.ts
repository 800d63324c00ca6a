import { weekEnd, weeksUpTo } from '../../src/domain/weeks';

const BERLIN = { time_zone: 'Europe/Berlin' };

describe('the end of a week', () => {
  it.each([
    ['on a Tuesday', '2026-11-24T10:00:00.000Z', '2026-11-22T23:00:00.000Z'],
    ['in the first minute of Monday there', '2026-11-22T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
    ['in the last minute of Sunday there', '2026-11-22T22:59:00.000Z', '2026-11-15T23:00:00.000Z'],
    ['in summer', '2026-07-08T10:00:00.000Z', '2026-07-05T22:00:00.000Z'],
  ])('is the last Monday, 00:00 in the company zone: %s', (_, now, end) => {
    expect(weekEnd(now, BERLIN)).toBe(end);
  });
});

it('counts weeks back by the calendar, whatever the clocks do', () => {
  expect(weeksUpTo('2026-11-01T23:00:00.000Z', 3, BERLIN)).toEqual([
    { from: '2026-10-11T22:00:00.000Z', to: '2026-10-18T22:00:00.000Z' },
    { from: '2026-10-18T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' },
    { from: '2026-10-25T23:00:00.000Z', to: '2026-11-01T23:00:00.000Z' },
  ]);
});

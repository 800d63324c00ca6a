import { noticeMoment } from '../../src/domain/notice';

const berlin = { time_zone: 'Europe/Berlin', start: '09:00', end: '17:00', holidays: ['2026-12-25'] };
const tokyo = { ...berlin, time_zone: 'Asia/Tokyo' };
// Tuesday, 10:00 in Berlin.
const NOW = '2026-11-24T09:00:00.000Z';
const EARLIER = '2026-11-24T08:00:00.000Z';
const YESTERDAY = '2026-11-23T15:00:00.000Z';

describe('a reader may be sent a notice', () => {
  it.each<[string, string[], string, typeof berlin, string]>([
    ['now in working hours', [], NOW, berlin, NOW],
    ['now a second time', [EARLIER], NOW, berlin, NOW],
    ['on the next working day a third time', [EARLIER, EARLIER], NOW, berlin, '2026-11-25T08:00:00.000Z'],
    [
      'on Monday after two on a Friday',
      ['2026-11-27T08:00:00.000Z', '2026-11-27T09:00:00.000Z'],
      '2026-11-27T10:00:00.000Z',
      berlin,
      '2026-11-30T08:00:00.000Z',
    ],
    ['now however many there were the day before', [YESTERDAY, YESTERDAY, YESTERDAY], NOW, berlin, NOW],
    ['when their day begins', [], '2026-11-24T05:00:00.000Z', berlin, '2026-11-24T08:00:00.000Z'],
    ['the next day after their day ended', [], '2026-11-24T16:00:00.000Z', berlin, '2026-11-25T08:00:00.000Z'],
    ['after the weekend', [], '2026-11-28T10:00:00.000Z', berlin, '2026-11-30T08:00:00.000Z'],
    ['after a holiday and a weekend', [], '2026-12-25T10:00:00.000Z', berlin, '2026-12-28T08:00:00.000Z'],
    ['in their own working hours', [], NOW, tokyo, '2026-11-25T00:00:00.000Z'],
    [
      'now when two were sent on what was the day before where they are',
      ['2026-11-24T07:00:00.000Z', '2026-11-24T07:30:00.000Z'],
      '2026-11-25T01:00:00.000Z',
      tokyo,
      '2026-11-25T01:00:00.000Z',
    ],
    [
      'tomorrow when two were sent before they came to the company zone, and their day just began',
      ['2026-11-24T00:30:00.000Z', '2026-11-24T01:30:00.000Z'],
      '2026-11-24T08:00:00.000Z',
      berlin,
      '2026-11-25T08:00:00.000Z',
    ],
  ])('%s', (_when, sent, now, hours, expected) => {
    expect(noticeMoment(sent, now, hours)).toBe(expected);
  });
});

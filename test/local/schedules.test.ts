import { rateMs, startSchedules } from '../../src/local/schedules';

test.each([
  ['rate(5 minutes)', 300_000],
  ['rate(1 hour)', 3_600_000],
  ['rate(2 days)', 172_800_000],
  ['cron(0 6 * * ? *)', null],
  ['rate(5 parsecs)', null],
])('%s is %p ms', (rate, ms) => {
  expect(rateMs(rate)).toBe(ms);
});

const at = { account: '111122223333', region: 'eu-west-1' };
const schedules = [
  { functionName: 'remind', rate: 'rate(5 minutes)' },
  { functionName: 'count', rate: 'rate(1 hour)', input: { all: true } },
  { functionName: 'digest', rate: 'cron(0 6 ? * MON *)' },
];

test('all that run at a rate can be run at once, in order, and a failure stops none', async () => {
  const calls: [string, unknown][] = [];
  const started = startSchedules({
    schedules,
    at,
    invoke: async (functionName, event) => {
      calls.push([functionName, event]);
      throw new Error('no');
    },
  });
  await started.runAll();
  started.stop();
  expect(calls).toEqual([
    [
      'remind',
      expect.objectContaining({ source: 'aws.events', 'detail-type': 'Scheduled Event', account: at.account }),
    ],
    ['count', { all: true }],
  ]);
});

test('each runs at its own rate until stopped', () => {
  jest.useFakeTimers();
  const invoke = jest.fn(async () => undefined);
  const started = startSchedules({ schedules, at, invoke });
  jest.advanceTimersByTime(3_600_000);
  expect(invoke).toHaveBeenCalledTimes(13);
  started.stop();
  jest.advanceTimersByTime(3_600_000);
  expect(invoke).toHaveBeenCalledTimes(13);
  jest.useRealTimers();
});

import { envelope } from './aws/event-bus';
import type { Schedule } from './aws/rules';

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** `rate(5 minutes)` in ms; null for a cron expression. */
export function rateMs(rate: string): number | null {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
  const length = UNITS[unit ?? ''];
  return count && length ? Number(count) * length : null;
}

/**
 * Runs the functions that serverless.yml runs at a rate, at that rate in real time.
 * A run that fails shows in the trace; the next one comes all the same.
 */
export function startSchedules(options: {
  schedules: Schedule[];
  at: { account: string; region: string };
  invoke: (functionName: string, event: unknown) => Promise<unknown>;
}) {
  const regular = options.schedules.flatMap((schedule) => {
    const every = rateMs(schedule.rate);
    return every === null ? [] : [{ ...schedule, every }];
  });
  const run = async ({ functionName, input }: Schedule) => {
    const event = envelope({
      caller: options.at,
      source: 'aws.events',
      detailType: 'Scheduled Event',
      detail: {},
      resources: [],
      time: new Date(),
    });
    await options.invoke(functionName, input ?? event).catch(() => undefined);
  };
  const timers = regular.map((schedule) => setInterval(() => void run(schedule), schedule.every).unref());
  return {
    /** Runs each of them now, one after the other. */
    runAll: async () => {
      for (const schedule of regular) await run(schedule);
    },
    /** Runs those of one function now. */
    run: async (functionName: string) => {
      for (const schedule of regular) if (schedule.functionName === functionName) await run(schedule);
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

import type { Clock } from '../../src/local/clock';
import { liveUntil } from '../../src/local/live';

const at = (time: string) => new Date(`2026-11-24T${time}:00.000Z`);

/** Things due at these times, each until it was attended to; answers the moments of the runs. */
async function live({ from, to, due }: { from: string; to: string; due: string[] }) {
  let now = at(from);
  const runs: string[] = [];
  const clock: Clock = {
    now: () => now,
    moveTo: (moment) => {
      now = moment;
    },
    offsetMs: () => 0,
    reset: () => undefined,
    uninstall: () => undefined,
  };
  await liveUntil(at(to), {
    clock,
    nextDue: async (after) =>
      due.map((time) => at(time).toISOString()).find((each) => each > after.toISOString()) ?? null,
    remind: async () => {
      runs.push(now.toISOString().slice(11, 16));
    },
  });
  return { runs, now: now.toISOString().slice(11, 16) };
}

describe('a clock that lives through what is due', () => {
  test('runs only where something is due, at the five minutes after it', async () => {
    const lived = await live({ from: '09:00', to: '12:00', due: ['09:12', '11:00', '12:01'] });
    expect(lived).toEqual({ runs: ['09:15', '11:00'], now: '12:00' });
  });

  test('what fell due between the last run and where the clock stands is not forgotten', async () => {
    expect(await live({ from: '09:03', to: '10:00', due: ['09:02'] })).toEqual({ runs: ['09:05'], now: '10:00' });
  });

  test('with nothing due it only moves', async () => {
    expect(await live({ from: '09:00', to: '10:00', due: [] })).toEqual({ runs: [], now: '10:00' });
  });
});

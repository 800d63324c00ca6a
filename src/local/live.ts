import type { Clock } from './clock';

/** `remind` runs every five minutes: only the runs that find something due are lived through. */
const EVERY_MS = 5 * 60_000;

interface LiveParts {
  clock: Clock;
  /** When something is due next after a moment, UTC ISO; null when nothing is. */
  nextDue: (after: Date) => Promise<string | null>;
  /** Runs `remind`, and resolves when all that follows from it is done. */
  remind: () => Promise<void>;
  /** Told each time the clock was moved. */
  onMove?: (now: Date) => void;
}

/** Lives through what is due up to a moment, and stops the clock there. What was due before the last run waits for another. */
export async function liveUntil(moment: Date, { clock, nextDue, remind, onMove }: LiveParts): Promise<void> {
  // What fell due since the last run may be past already: the clock stops between runs.
  let since = new Date(Math.floor(clock.now().getTime() / EVERY_MS) * EVERY_MS);
  const moveTo = (next: Date) => {
    clock.moveTo(next);
    onMove?.(next);
  };
  for (;;) {
    const due = await nextDue(since);
    const run = due === null ? Number.POSITIVE_INFINITY : Math.ceil(Date.parse(due) / EVERY_MS) * EVERY_MS;
    if (run > moment.getTime()) break;
    since = new Date(run);
    moveTo(since);
    await remind();
  }
  moveTo(moment);
}

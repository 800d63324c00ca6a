import { TZDate } from '@date-fns/tz';
import { differenceInCalendarDays } from 'date-fns';
import type { Clock } from '../clock';
import { createHands, type HandsParts } from './hands';
import { momentOf, type SampleMoment } from './moments';
import { SAMPLE_END, SAMPLE_WEEKS, STORY } from './story';

export interface QuarterParts extends HandsParts {
  clock: Clock;
  /** When something is due next after a moment, UTC ISO; null when nothing is. */
  nextDue: (after: Date) => Promise<string | null>;
  /** Runs one scheduled function now. */
  runSchedule: (functionName: 'remind' | 'digest') => Promise<void>;
  /** Told when a week begins, from 1. */
  onWeek: (week: number) => void;
}

/** `remind` runs every five minutes: only the runs that find something due are lived through. */
const EVERY_MS = 5 * 60_000;

/**
 * Lives through the weeks of the sample on the virtual clock. Everything is done by the handlers; what happens, and when,
 * is the same each time. Rejects when a step cannot be done.
 */
export async function liveThroughQuarter(parts: QuarterParts): Promise<void> {
  const { clock, start, onWeek } = parts;
  const at = (moment: SampleMoment) => momentOf(moment, start);
  const end = at(SAMPLE_END);
  let remindedUntil = clock.now();
  const moveTo = (moment: Date) => {
    clock.moveTo(moment);
    const days = differenceInCalendarDays(new TZDate(moment, start.timeZone), start);
    onWeek(Math.min(SAMPLE_WEEKS, Math.floor(days / 7) + 1));
  };
  const remindUntil = async (moment: Date) => {
    for (;;) {
      const due = await parts.nextDue(remindedUntil);
      const run = due === null ? Number.POSITIVE_INFINITY : Math.ceil(Date.parse(due) / EVERY_MS) * EVERY_MS;
      if (run > moment.getTime()) return;
      remindedUntil = new Date(run);
      moveTo(remindedUntil);
      await parts.runSchedule('remind');
      await parts.idle();
    }
  };

  for (const step of stepsOf(parts, at)) {
    await remindUntil(step.at);
    moveTo(step.at);
    await step.run();
    await parts.idle();
  }
  await remindUntil(end);
  moveTo(end);
}

interface Step {
  at: Date;
  run: () => Promise<void>;
}

/** Everything that people do, and the runs of the digest that somebody's Monday morning waits for; in order. */
function stepsOf(parts: QuarterParts, at: (moment: SampleMoment) => Date): Step[] {
  const hands = createHands(parts);
  const deeds = STORY.flatMap((notebook): Step[] => [
    { at: at(notebook.at), run: () => hands.launch(notebook) },
    ...(notebook.acts ?? []).map((act) => ({ at: at(act.at), run: () => hands.act(notebook, act) })),
  ]);
  const mondays = Array.from({ length: SAMPLE_WEEKS }, (_, index) => at(`${index + 2} Mon 9:00`));
  const digests = mondays.map((monday) => ({ at: monday, run: () => parts.runSchedule('digest') }));
  const weekend = { at: at(`${SAMPLE_WEEKS} Sat 9:00`), run: async () => hands.readAll() };
  return [...deeds, ...digests, weekend].sort((one, other) => one.at.getTime() - other.at.getTime());
}

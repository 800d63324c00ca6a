import { TZDate } from '@date-fns/tz';
import { differenceInCalendarDays } from 'date-fns';
import type { Clock } from '../clock';
import { liveUntil } from '../live';
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

/**
 * Lives through the weeks of the sample on the virtual clock. Everything is done by the handlers; what happens, and when,
 * is the same each time. Rejects when a step cannot be done.
 */
export async function liveThroughQuarter(parts: QuarterParts): Promise<void> {
  const { start, onWeek } = parts;
  const at = (moment: SampleMoment) => momentOf(moment, start);
  const live = (moment: Date) =>
    liveUntil(moment, {
      ...parts,
      remind: async () => {
        await parts.runSchedule('remind');
        await parts.idle();
      },
      onMove: (now) => {
        const days = differenceInCalendarDays(new TZDate(now, start.timeZone), start);
        onWeek(Math.max(1, Math.min(SAMPLE_WEEKS, Math.floor(days / 7) + 1)));
      },
    });

  for (const step of stepsOf(parts, at)) {
    await live(step.at);
    await step.run();
    await parts.idle();
  }
  await live(at(SAMPLE_END));
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

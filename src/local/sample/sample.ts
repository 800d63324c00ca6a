import type { Outcome, SampleState } from '../page-state';
import type { Trace } from '../trace';
import { firstMonday } from './moments';
import { liveThroughQuarter, type QuarterParts } from './quarter';
import { SAMPLE_WEEKS } from './story';
import type { Turns } from './turns';

interface SampleParts extends Omit<QuarterParts, 'start' | 'onWeek'> {
  trace: Trace;
  turns: Turns;
  /** The company's zone: the weeks begin and people act by its clocks. */
  timeZone: string;
  /** Whether a finding of the sample is there. */
  isFilled: () => Promise<boolean>;
}

/** Why a sample cannot be filled in beside a real workspace or another AWS. */
export const NO_SAMPLE =
  'Made-up notebooks and people need the built-in Slack and AWS of this preview: start it without real ones.';
const ALREADY = 'The sample quarter is here already. Start over first, and then fill again.';
const BUSY = 'One moment: the sample quarter is being filled in.';

/** *Fill with a sample quarter*; `parts` is null where there is nothing made up to fill. */
export function createSample(parts: SampleParts | null) {
  let week: number | null = null;
  const listeners = new Set<() => void>();
  const setWeek = (next: number | null) => {
    if (next === week) return;
    week = next;
    for (const listener of listeners) listener();
  };

  return {
    isRunning: () => week !== null,
    /** Why nothing else may be done now; null when it may. */
    busy: (): Outcome | null => (week === null ? null : { ok: false, error: BUSY }),
    state: async (): Promise<SampleState> => ({
      week,
      weeks: SAMPLE_WEEKS,
      isFilled: parts !== null && (await parts.isFilled()),
      ...(parts ? {} : { refusal: NO_SAMPLE }),
    }),
    /** Answers at the end, or why it was not begun. Rejects when it could not go on: what it did until then stays. */
    fill: async (): Promise<Outcome> => {
      if (!parts) return { ok: false, error: NO_SAMPLE };
      if (week !== null) return { ok: false, error: BUSY };
      setWeek(1);
      parts.turns.setOneByOne(true);
      try {
        if (await parts.isFilled()) return { ok: false, error: ALREADY };
        await liveThroughQuarter({ ...parts, start: firstMonday(parts.clock.now(), parts.timeZone), onWeek: setWeek });
        parts.trace.record({ lane: 'page', title: 'sample quarter', detail: `${SAMPLE_WEEKS} weeks`, ok: true });
        return { ok: true };
      } finally {
        parts.turns.setOneByOne(false);
        setWeek(null);
      }
    },
    /** Calls the listener when a week begins, and at the end. */
    onProgress: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Sample = ReturnType<typeof createSample>;

/**
 * The clock of local mode. Everything runs in one process, so moving the clock means shifting `Date` for the whole
 * process: handlers, stand-ins and signatures then agree, and no production code needs to know.
 * Timers keep real time: a three-second limit stays three seconds.
 */
const RealDate = Date;

export interface Clock {
  now(): Date;
  /** How far the clock is ahead of real time, ms. */
  offsetMs(): number;
  /** Moves the clock forward to a moment (a moment in the past is ignored: time never runs backwards). */
  moveTo(moment: Date): void;
  /** Back to real time. Only for "Start over", when nothing remembers the future. */
  reset(): void;
  /** Gives the process its own `Date` back. */
  uninstall(): void;
}

export function installClock(): Clock {
  let offset = 0;
  class ShiftedDate extends RealDate {
    constructor(...args: ConstructorParameters<DateConstructor> | []) {
      if (args.length === 0) super(RealDate.now() + offset);
      else super(...(args as ConstructorParameters<DateConstructor>));
    }
    static override now(): number {
      return RealDate.now() + offset;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  return {
    now: () => new ShiftedDate(),
    offsetMs: () => offset,
    moveTo: (moment) => {
      offset = Math.max(offset, moment.getTime() - RealDate.now());
    },
    reset: () => {
      offset = 0;
    },
    uninstall: () => {
      globalThis.Date = RealDate;
    },
  };
}

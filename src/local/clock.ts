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
  const now = () => RealDate.now() + offset;
  // A proxy and not a subclass: libraries read the methods of `Date.prototype`, which must stay Date's own.
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  });
  return {
    now: () => new Date(),
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

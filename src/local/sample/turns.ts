/**
 * Deliveries side by side, as AWS makes them, or one after the other. Handlers that look at one launch at the same time
 * do the same work several times: that is right, but slow.
 */
export function createTurns() {
  let oneByOne = false;
  let last: Promise<void> = Promise.resolve();
  return {
    /** Delivers now, or when those before it have ended. */
    take: (deliver: () => Promise<void>): Promise<void> => {
      if (!oneByOne) return deliver();
      const turn = last.then(deliver);
      last = turn.catch(() => undefined);
      return turn;
    },
    setOneByOne: (on: boolean) => {
      oneByOne = on;
    },
  };
}

export type Turns = ReturnType<typeof createTurns>;

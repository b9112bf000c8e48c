/**
 * The order of operations (specification section 3, Lifecycle & Ordering): those of one container one after the other,
 * those of different containers at the same time, and GC alone. Holds within this process.
 */
export interface Turns {
  /** Runs when all earlier operations of that container have ended, and GC has. */
  ofContainer<Value>(containerId: string, operation: () => Promise<Value>): Promise<Value>;
  /** Runs when everything earlier has ended; whatever comes later waits. */
  alone<Value>(operation: () => Promise<Value>): Promise<Value>;
}

/** Turns in which nothing is running. */
export function makeTurns(): Turns {
  const latest = new Map<string, Promise<unknown>>();
  let latestAlone: Promise<unknown> = Promise.resolve();
  return {
    ofContainer(containerId, operation) {
      const turn = Promise.allSettled([latest.get(containerId), latestAlone]).then(operation);
      latest.set(containerId, turn);
      const forget = () => {
        if (latest.get(containerId) === turn) latest.delete(containerId);
      };
      turn.then(forget, forget);
      return turn;
    },
    alone(operation) {
      const turn = Promise.allSettled([...latest.values(), latestAlone]).then(operation);
      latestAlone = turn;
      return turn;
    },
  };
}

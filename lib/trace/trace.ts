/**
 * A record of what a process spent its time on, in Chrome's trace event format. Start reading at run-traced.ts; nothing
 * in this folder but start-of-program.ts is loaded without `CNI_TRACE`.
 */

/** What time goes on: the colour of a span in a viewer, the row of a table in docs/performance.md. */
export type TraceCategory =
  /** From the runtime's own first moment to the program's. */
  | 'runtime'
  /** Loading modules: the ones every command needs, then each plugin when it is called. */
  | 'modules'
  /** Reading the configuration from standard input. */
  | 'input'
  /** The plugins' own work: what is left of an operation's span once all below is taken off. */
  | 'plugin'
  /** Waiting for the lock, and taking and releasing it. */
  | 'lock'
  /** The plugins' own work while the lock is held. */
  | 'locked'
  /** Files and folders, but for what is flushed. */
  | 'files'
  /** Writing a file such that it survives a power cut. */
  | 'flush'
  /** Calls of HNS, function by function. */
  | 'hns'
  /** Delegates that are other programs. */
  | 'process'
  /** From the result to the end of the process. */
  | 'output'
  /** Keeping this record. */
  | 'trace';

/** A stretch of time with a name; `details` are shown when it is clicked on. */
export interface Span {
  readonly category: TraceCategory;
  readonly name: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** One line of the file: a complete event, times in whole microseconds since 1970. */
export interface TraceEvent {
  readonly name: string;
  readonly cat: TraceCategory;
  readonly ph: 'X';
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: Span['details'];
}

/** Keeps the spans of one process. */
export class Trace {
  readonly #events: TraceEvent[] = [];

  /** The spans so far, in the order of their ends. */
  get events(): readonly TraceEvent[] {
    return this.#events;
  }

  /** Adds a span between two times of `performance.now()`. */
  add({ category, name, details }: Span, startMs: number, endMs: number): void {
    // Both ends are rounded, not the duration: rounded spans nest as the exact ones do
    const [ts, end] = [microseconds(startMs), microseconds(endMs)];
    const { pid } = process;
    this.#events.push({
      name,
      cat: category,
      ph: 'X',
      ts,
      dur: end - ts,
      pid,
      tid: pid,
      ...(details === undefined ? {} : { args: details }),
    });
  }

  /** Does something and records how long it took, be it to the end of the promise it returns. */
  during<Value>(span: Span, action: () => Value): Value {
    const start = performance.now();
    const end = (): void => this.add(span, start, performance.now());
    let pending = false;
    try {
      const value = action();
      if (!(value instanceof Promise)) return value;
      pending = true;
      return value.finally(end) as Value; // a promise of the same
    } finally {
      if (!pending) end();
    }
  }
}

function microseconds(milliseconds: number): number {
  return Math.round((performance.timeOrigin + milliseconds) * 1000);
}

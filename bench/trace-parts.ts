import type { TraceCategory, TraceEvent } from '../lib/trace/trace.ts';

/** What the time of a process went on: the categories of its own trace, and what only an onlooker sees. */
export type Part = TraceCategory | 'before' | 'after';

/** Milliseconds by part; together they are the whole process. */
export type Parts = Readonly<Record<Part, number>>;

/** One call of one executable, traced. */
export interface TracedCall {
  readonly who: string;
  readonly what: string;
  readonly verb: string;
  /** Medians of the runs, so that the parts need not add up to the whole. */
  readonly wholeMs: number;
  readonly parts: Parts;
  readonly runs: number;
}

/** A process as the one who started it saw it, in milliseconds since 1970. */
export interface Seen {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Splits the time of one process by its trace. A span counts for its category with what its inner spans leave.
 *
 * @param events Of one process, in any order.
 */
export function partsOf(events: readonly TraceEvent[], { startMs, endMs }: Seen): Parts {
  const parts = emptyParts();
  // Outer spans before the inner ones that begin with them
  const sorted = events.toSorted((one, other) => one.ts - other.ts || other.dur - one.dur);
  const open: { readonly category: TraceCategory; readonly end: number }[] = [];
  for (const { cat, ts, dur } of sorted) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) < ts + dur) open.pop();
    const outer = open.at(-1);
    if (outer !== undefined) parts[outer.category] -= dur / 1000;
    parts[cat] += dur / 1000;
    open.push({ category: cat, end: ts + dur });
  }
  const first = Math.min(...events.map(({ ts }) => ts)) / 1000;
  const last = Math.max(...events.map(({ ts, dur }) => ts + dur)) / 1000;
  return { ...parts, before: Math.max(0, first - startMs), after: Math.max(0, endMs - last) };
}

function emptyParts(): Record<Part, number> {
  return {
    before: 0,
    runtime: 0,
    modules: 0,
    trace: 0,
    input: 0,
    plugin: 0,
    files: 0,
    flush: 0,
    lock: 0,
    locked: 0,
    hns: 0,
    process: 0,
    output: 0,
    after: 0,
  };
}

import { expect, test } from 'vitest';
import { partsOf } from '../../bench/trace-parts.ts';
import type { TraceCategory, TraceEvent } from '../../lib/trace/trace.ts';

/** A span from one millisecond to another. */
function span(cat: TraceCategory, from: number, to: number): TraceEvent {
  return { name: cat, cat, ph: 'X', ts: from * 1000, dur: (to - from) * 1000, pid: 1, tid: 1 };
}

const ZERO = {
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

test.each([
  {
    title: 'spans that follow each other are what they are',
    events: [span('runtime', 10, 13), span('modules', 13, 15)],
    parts: { runtime: 3, modules: 2, after: 5 },
  },
  {
    title: 'a span has what its inner spans leave, and they what theirs leave',
    events: [span('flush', 13, 14), span('locked', 12, 15), span('lock', 11, 16), span('plugin', 10, 20)],
    parts: { plugin: 5, lock: 2, locked: 2, flush: 1 },
  },
  {
    title: 'one that begins with its outer span is within it',
    events: [span('runtime', 10, 12), span('runtime', 10, 15), span('modules', 10, 11)],
    parts: { runtime: 4, modules: 1, after: 5 },
  },
  {
    title: 'one that begins at the end of another is not within it',
    events: [span('plugin', 10, 20), span('files', 11, 12), span('hns', 12, 13), span('files', 13, 14)],
    parts: { plugin: 7, files: 2, hns: 1 },
  },
  {
    title: 'what the onlooker saw beside the trace is before and after it',
    events: [span('runtime', 10, 20)],
    seen: { startMs: 7, endMs: 22 },
    parts: { before: 3, runtime: 10, after: 2 },
  },
])('$title', ({ events, parts, seen = { startMs: 10, endMs: 20 } }) => {
  const found = partsOf(events, seen);
  const rounded = Object.fromEntries(
    Object.entries(found).map(([part, ms]) => [part, Number(ms.toFixed(6))]),
  );
  expect(rounded).toEqual({ ...ZERO, ...parts });
});

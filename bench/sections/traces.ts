import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceEvent } from '../../lib/trace/trace.ts';
import { type Chain, podId, type Verb } from '../chains/chain.ts';
import type { Call } from '../timing/call.ts';
import { quantile } from '../timing/spread.ts';
import { millisecondsOf, type Stopwatch, type Timed } from '../timing/stopwatch.ts';
import { type Part, type Parts, partsOf, type TracedCall } from '../trace-parts.ts';

/** What is traced, and how often. */
export interface TracePlan {
  readonly chains: readonly Chain[];
  readonly runs: number;
  readonly folder: string;
  readonly stopwatch: Stopwatch;
  /** A call that traces to a file; how the executable spells the path is the machine's. */
  readonly traced: (call: Call, file: string) => Call;
}

/** Where the time of an ADD and of a DEL goes, by the executables' own traces. */
export function traceCalls(plan: TracePlan): readonly TracedCall[] {
  return plan.chains.flatMap((chain) => {
    const runs = Array.from({ length: plan.runs }, (_, index) => lifeOf(chain, podId(index), plan));
    return (['ADD', 'DEL'] as const).map((verb) =>
      tracedCall(
        chain,
        verb,
        runs.map((run) => run[verb]),
      ),
    );
  });
}

interface TracedRun {
  readonly wholeMs: number;
  readonly parts: Parts;
}

function lifeOf(chain: Chain, pod: string, plan: TracePlan): Record<'ADD' | 'DEL', TracedRun> {
  const { stdout, ...ADD } = tracedRun(chain.call('ADD', pod), plan);
  const DEL = tracedRun(chain.call('DEL', pod, JSON.parse(stdout)), plan);
  return { ADD, DEL };
}

function tracedRun(call: Call, { folder, stopwatch, traced }: TracePlan): TracedRun & Timed {
  const file = join(folder, 'trace.json');
  rmSync(file, { force: true });
  const timed = stopwatch.time(traced(call, file));
  return { ...timed, wholeMs: millisecondsOf(timed), parts: partsOf(eventsOf(file), timed) };
}

/** The array is never closed (docs/tracing.md). */
function eventsOf(file: string): readonly TraceEvent[] {
  const lines: readonly { readonly ph: string }[] = JSON.parse(
    readFileSync(file, 'utf8').replace(/,\n$/, ']'),
  );
  return lines.filter((line): line is TraceEvent => line.ph === 'X');
}

function tracedCall({ who, what }: Chain, verb: Verb, runs: readonly TracedRun[]): TracedCall {
  const median = (of: (run: TracedRun) => number) => quantile(runs.map(of), 0.5);
  const names = Object.keys(runs[0]?.parts ?? {}) as Part[]; // partsOf makes every one
  const parts = Object.fromEntries(names.map((part) => [part, median((run) => run.parts[part])])) as Parts;
  return { who, what, verb, wholeMs: median((run) => run.wholeMs), parts, runs: runs.length };
}

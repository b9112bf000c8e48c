import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKS } from './all-checks.ts';
import { Bench } from './bench/bench.ts';
import { beginSession, type Session } from './bench/session.ts';
import type { Check } from './check.ts';
import { missingNeed } from './needs.ts';
import { commandsFor } from './reproduce/commands.ts';
import type { NetworkRuntime, RuntimePlace } from './runtimes/network-runtime.ts';
import { linuxNamespaces } from './subject/linux-namespaces.ts';
import type { Subject } from './subject/subject.ts';
import type { TraceSource } from './traces/trace.ts';
import { traceSourcesOf } from './traces/trace-sources.ts';
import { NotApplicable, type Outcome, RuleBroken, type Verdict } from './verdict.ts';

/** What may be chosen for a run. */
export interface RunOptions {
  /** The checks to make; all of them when absent. */
  readonly checks?: readonly Check[];
  /** Executes the network where a check asks a runtime to; the built-in one when absent. */
  readonly runtime?: (place: RuntimePlace) => NetworkRuntime;
  /** Failures that are expected: why, by the check's id. */
  readonly known?: Readonly<Record<string, string>>;
  /** Where traces of containers are looked for, beside the places that the suite knows. */
  readonly traceSources?: readonly TraceSource[];
  /** Leaves the folder with the stand-ins for other plugins, which commands by hand may need; told where it is. */
  readonly onKept?: (folder: string) => void;
  /** Told of each check before it is made, with its place among all of them, counted from 1. */
  readonly onCheck?: (check: Check, number: number, count: number) => void;
}

/**
 * Judges a plugin by the rules of the specification: one verdict a check, in the order of {@link CHECKS}, each as soon as it is
 * made. Everything that is attached on the way is detached again.
 *
 * The network must be one that is used by nothing else: GC removes what belongs to containers it is not told of.
 */
export async function* runChecks(subject: Subject, options: RunOptions = {}): AsyncGenerator<Verdict> {
  const { checks = CHECKS, onCheck } = options;
  const session = await sessionFor(subject, options);
  try {
    let number = 0;
    for (const check of checks) {
      number += 1;
      onCheck?.(check, number, checks.length);
      yield await make(check, session, options.known ?? {});
    }
  } finally {
    await session.close();
  }
}

async function sessionFor(
  subject: Subject,
  { runtime, onKept, traceSources: more = [] }: RunOptions,
): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), 'cni-conformance-'));
  const namespaces = linuxNamespaces();
  const close = async () => {
    await namespaces.removeAll();
    if (onKept === undefined) rmSync(folder, { recursive: true, force: true });
    else onKept(folder);
  };
  try {
    const traceSources = [...traceSourcesOf(subject, namespaces), ...more];
    return await beginSession({
      ...{ subject, folder, traceSources, makeRuntime: runtime, close },
      makeNamespace: (name) => namespaces.make(name),
      removeNamespace: (name) => namespaces.remove(name),
    });
  } catch (error) {
    await close();
    throw error;
  }
}

async function make(
  check: Check,
  session: Session,
  known: Readonly<Record<string, string>>,
): Promise<Verdict> {
  const started = performance.now();
  const bench = new Bench(session);
  const outcome = await outcomeOf(check, bench);
  const steps = [...bench.steps];
  await bench.close();
  const durationMs = performance.now() - started;
  if (outcome.outcome !== 'failed') return { check, durationMs, ...outcome };
  const reason = known[check.id];
  const reproduce = commandsFor(steps, process.platform);
  return { check, durationMs, ...outcome, reproduce, ...(reason !== undefined && { known: reason }) };
}

async function outcomeOf(check: Check, bench: Bench): Promise<Outcome> {
  try {
    // On a bench of its own: finding out what a plugin does is no step of the check
    const why = await missingNeed(check.needs ?? [], new Bench(bench.session));
    if (why !== undefined) return { outcome: 'not applicable', why };
    await check.judge(bench);
    return { outcome: 'passed' };
  } catch (thrown) {
    if (thrown instanceof NotApplicable) return { outcome: 'not applicable', why: thrown.message };
    if (!(thrown instanceof RuleBroken)) throw thrown;
    return { outcome: 'failed', expected: thrown.expected, seen: thrown.seen, reproduce: [] };
  }
}

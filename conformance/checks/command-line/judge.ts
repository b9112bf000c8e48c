import { readFileSync, writeFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import { CHECKS } from '../all-checks.ts';
import { report } from '../report/report.ts';
import { totalsOf, unmetFailures } from '../report/totals.ts';
import { runChecks } from '../run-checks.ts';
import { cnitoolRuntime } from '../runtimes/cnitool.ts';
import { makeSubject } from '../subject/make-subject.ts';
import type { SandboxPlan } from '../subject/sandboxes.ts';
import type { Subject } from '../subject/subject.ts';
import type { Verdict } from '../verdict.ts';
import { chooseChecks } from './choose-checks.ts';
import type { ConformanceArguments } from './options.ts';
import { progressOn } from './progress.ts';
import { UsageError } from './usage.ts';

/**
 * Judges a plugin as the command line says, and writes the report.
 *
 * @returns The exit code: 0, or 1 when a rule was broken or a known failure did not happen.
 * @throws {UsageError} When a file or a name on the command line is wrong.
 */
export async function judge(wanted: ConformanceArguments): Promise<0 | 1> {
  const checks = chooseChecks(wanted);
  const subject = subjectFrom(wanted);
  const known = wanted.knownFailures === undefined ? {} : readKnownFailures(wanted.knownFailures);
  const runtime = wanted.runtime === 'cnitool' ? { runtime: await cnitoolFor(wanted) } : {};
  const progress = progressOn(process.stderr);
  const verdicts: Verdict[] = [];
  const kept = wanted.keep ? { onKept: sayKept } : {};
  const options = { checks, known, ...runtime, ...kept, onCheck: progress.show };
  for await (const verdict of runChecks(subject, options)) verdicts.push(verdict);
  progress.end();
  write(await report({ subject, runtime: wanted.runtime, verdicts }, wanted.report), wanted.output);
  const unmet = unmetFailures(verdicts, known);
  for (const id of unmet)
    process.stderr.write(
      `conformance: "${id}" was announced as a known failure, and did not fail: remove it\n`,
    );
  return totalsOf(verdicts).failed > 0 || unmet.length > 0 ? 1 : 0;
}

function sayKept(folder: string): void {
  process.stderr.write(`conformance: ${folder} was kept\n`);
}

function subjectFrom(wanted: ConformanceArguments): Subject {
  const { binDirs, plugin, config, unreadyConfig, kind, ifName, args, capabilityArgs, timeLimitMs } = wanted;
  const sandboxes = sandboxesFrom(wanted.netns);
  try {
    return makeSubject({
      binDirs,
      plugin,
      network: { text: readFileSync(config, 'utf8'), file: config },
      stateFolders: wanted.stateDirs,
      ...(unreadyConfig !== undefined && {
        unready: { text: readFileSync(unreadyConfig, 'utf8'), file: unreadyConfig },
      }),
      ...(kind && { kind }),
      ...(sandboxes && { sandboxes }),
      ...(ifName !== undefined && { ifName }),
      ...(args !== undefined && { args }),
      ...(capabilityArgs !== undefined && {
        capabilityArgs: objectFrom(capabilityArgs, '--capability-args'),
      }),
      ...(timeLimitMs !== undefined && { timeLimitMs }),
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

function sandboxesFrom(netns: readonly string[]): SandboxPlan | undefined {
  if (netns.length === 0) return undefined;
  if (netns.length === 1 && netns[0] === 'new') return { kind: 'made' };
  return { kind: 'given', values: netns };
}

function readKnownFailures(file: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectFrom(readFileSync(file, 'utf8'), file)).map(
    ([id, why]): [string, string] => {
      if (!CHECKS.some((check) => check.id === id))
        throw new UsageError(`${file}: there is no check "${id}"`);
      if (typeof why !== 'string' || why === '') throw new UsageError(`${file}: say why "${id}" fails`);
      return [id, why];
    },
  );
  return Object.fromEntries(entries);
}

function objectFrom(text: string, what: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // said below: whatever is wrong with it, it is no object
  }
  throw new UsageError(`${what} is not a JSON object`);
}

/** Go is looked for only where cnitool has to be compiled. */
async function cnitoolFor({ cnitool }: ConformanceArguments) {
  const program = cnitool ?? (await (await import('../../clients/cnitool.ts')).buildCnitool());
  return (place: Parameters<typeof cnitoolRuntime>[1]) => cnitoolRuntime(program, place);
}

function write(text: string, output: string | undefined): void {
  if (output === undefined) process.stdout.write(text);
  else writeFileSync(output, text);
}

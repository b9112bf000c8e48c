import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import { objectIn } from '../bench/answer.ts';
import type { ProgramStep, Step } from '../bench/step.ts';
import { POSIX } from './posix.ts';
import { POWER_SHELL } from './power-shell.ts';
import type { Shell, ShellCall, StdinPart } from './shell.ts';

/**
 * Commands that do by hand what a check did, for sh or PowerShell. The result of an ADD is handed on to CHECK and DEL as it
 * comes: by hand it may have another address.
 */
export function commandsFor(steps: readonly Step[], platform: NodeJS.Platform): readonly string[] {
  const shell = platform === 'win32' ? POWER_SHELL : POSIX;
  const calls = callsOf(steps.filter((step) => step.kind === 'program'));
  const used = new Set([...calls.values()].flatMap(({ stdin }) => stdin.flatMap(variableIn)));
  return steps.map((step) => {
    const call = step.kind === 'program' ? calls.get(step) : undefined;
    return call === undefined ? otherCommand(step, shell) : shell.program(withoutUnused(call, used));
  });
}

function otherCommand(step: Step, shell: Shell): string {
  if (step.kind === 'note') return shell.note(step.text);
  if (step.kind === 'command') return step.line;
  if (step.kind === 'program') return shell.note(step.program);
  return step.content === undefined ? shell.removeFile(step.path) : shell.writeFile(step.path, step.content);
}

interface KeptResult {
  readonly variable: string;
  readonly document: JsonObject;
}

function callsOf(steps: readonly ProgramStep[]): ReadonlyMap<Step, ShellCall> {
  const results: KeptResult[] = [];
  const calls = new Map<Step, ShellCall>();
  for (const step of steps) {
    const { program, words, variables, stdin, stdout } = step;
    const call = { program, words, variables, stdin: stdinParts(stdin, results) };
    const document = variables.CNI_COMMAND === 'ADD' ? objectIn(stdout) : undefined;
    if (document === undefined) {
      calls.set(step, call);
      continue;
    }
    const keptAs = `result${results.length + 1}`;
    results.push({ variable: keptAs, document });
    calls.set(step, { ...call, keptAs });
  }
  return calls;
}

/** Where `prevResult` is what an earlier ADD printed, that takes the place of its text. */
function stdinParts(stdin: string, results: readonly KeptResult[]): readonly StdinPart[] {
  const prevResult = objectIn(stdin)?.prevResult;
  if (!isJsonObject(prevResult)) return [{ text: stdin }];
  const kept = results.findLast(({ document }) => isDeepStrictEqual(document, prevResult));
  const text = JSON.stringify(prevResult);
  const at = stdin.indexOf(text);
  if (kept === undefined || at === -1) return [{ text: stdin }];
  return [{ text: stdin.slice(0, at) }, { variable: kept.variable }, { text: stdin.slice(at + text.length) }];
}

function variableIn(part: StdinPart): readonly string[] {
  return 'variable' in part ? [part.variable] : [];
}

function withoutUnused({ keptAs, ...call }: ShellCall, used: ReadonlySet<string>): ShellCall {
  return keptAs !== undefined && used.has(keptAs) ? { ...call, keptAs } : call;
}

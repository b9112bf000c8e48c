/** Where a recorder writes to, and what it stands before. */
export interface RecorderPlace {
  /** Holds `plan.json` and the folder `calls`. */
  readonly folder: string;
  /** Path of the real executable, by name of the plugin. */
  readonly programs: Readonly<Record<string, string>>;
}

/** What a recorder does in place of the plugin, for one command of one plugin. */
export interface RecorderRule {
  readonly plugin: string;
  readonly command: string;
  readonly stdout: string;
  readonly exitCode: number;
}

/** What the recorders are to do: `plan.json`. */
export interface RecorderPlan {
  readonly rules: readonly RecorderRule[];
  /** Written to standard error by every recorder. */
  readonly stderr: string;
}

/** One call of a recorder, as it is kept. */
export interface RecordedCall {
  readonly plugin: string;
  /** The recorder's caller: the name of another recorder, or `''` for the judged plugin. */
  readonly caller: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly stdout: string;
  readonly exitCode: number;
}

/** By this variable a recorder tells the ones below it that they are not called by the judged plugin itself. */
export const CALLER_VARIABLE = 'CNI_CONFORMANCE_CALLER';

/**
 * Stands before a plugin: notes how it is called, then calls it, or answers as the plan has it. Its text becomes a program
 * of its own, so it may use nothing from outside of itself.
 *
 * @param plugin The name it was started under.
 */
export function record({ folder, programs }: RecorderPlace, plugin: string, callerVariable: string): void {
  const { readFileSync, renameSync, writeFileSync, writeSync } = process.getBuiltinModule('node:fs');
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const environment = Object.fromEntries(Object.entries(process.env)) as Record<string, string>;
  const plan = JSON.parse(readFileSync(`${folder}/plan.json`, 'utf8')) as RecorderPlan;
  const stdin = readFileSync(0, 'utf8');
  const rule = plan.rules.find((one) => one.plugin === plugin && one.command === environment.CNI_COMMAND);
  const end = rule === undefined ? called() : { stdout: rule.stdout, stderr: '', exitCode: rule.exitCode };
  const { [callerVariable]: caller = '', ...own } = environment;
  const call = { plugin, caller, environment: own, stdin, stdout: end.stdout, exitCode: end.exitCode };
  const file = `${folder}/calls/${String(process.hrtime.bigint()).padStart(24, '0')}-${process.pid}`;
  writeFileSync(`${file}.new`, JSON.stringify(call));
  renameSync(`${file}.new`, `${file}.json`);
  if (plan.stderr + end.stderr !== '') writeSync(2, plan.stderr + end.stderr);
  if (end.stdout !== '') writeSync(1, end.stdout);
  process.exit(end.exitCode);

  function called(): { readonly stdout: string; readonly stderr: string; readonly exitCode: number } {
    const { stdout, stderr, status } = spawnSync(programs[plugin] ?? '', [], {
      input: stdin,
      env: { ...environment, [callerVariable]: plugin },
      encoding: 'utf8',
    });
    return { stdout, stderr, exitCode: status ?? 1 };
  }
}

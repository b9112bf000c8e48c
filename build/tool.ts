import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';

/** A program of the build and where it runs. */
export interface ToolRun {
  readonly program: string;
  readonly words: readonly string[];
  /** The home folder it is shown. */
  readonly home: string;
  readonly workFolder: string;
}

/** What a tool is shown of the caller's environment: no settings of Node, Bun or npm, which would change what it makes. */
const PASSED_ON = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir', 'ComSpec'];

/**
 * Runs a program of the build to its end, in an empty home.
 *
 * @throws {Error} With all it wrote when it fails.
 */
export async function runTool({ program, words, home, workFolder }: ToolRun): Promise<void> {
  mkdirSync(home, { recursive: true });
  const passedOn = PASSED_ON.map((name) => [name, process.env[name]] as const);
  const env = { ...Object.fromEntries(passedOn), HOME: home, USERPROFILE: home };
  try {
    await promisify(execFile)(program, [...words], { cwd: workFolder, env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = (stream: string) =>
      error instanceof Error && stream in error ? String(Reflect.get(error, stream)) : '';
    const written = `${output('stdout')}${output('stderr')}`.trim();
    throw new Error(`${program} ${words.join(' ')} failed:\n${written || String(error)}`, { cause: error });
  }
}

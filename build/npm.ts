import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs npm in `folder`, with the settings of the npm that runs this build: its proxy, certificates and registry.
 *
 * @throws {Error} With what npm wrote when it fails.
 */
export async function npm(words: readonly string[], folder: string): Promise<void> {
  const { program, before } = npmProgram(process.env.npm_execpath);
  try {
    await promisify(execFile)(program, [...before, ...words, '--loglevel=error'], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      // npm on Windows is a batch file, which only a shell can start
      shell: process.platform === 'win32' && before.length === 0,
    });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`npm ${words.join(' ')} failed:\n${output.trim()}`, { cause: error });
  }
}

/** `npm run` names its own program, a script for Node; outside of it the one on the path is taken. */
function npmProgram(script: string | undefined): { program: string; before: readonly string[] } {
  return script?.endsWith('.js')
    ? { program: process.execPath, before: [script] }
    : { program: 'npm', before: [] };
}

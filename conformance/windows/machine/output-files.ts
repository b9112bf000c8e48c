import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two files for what a program writes. */
export interface OutputFiles {
  /** Descriptors for the program's standard output and standard error. */
  readonly descriptors: readonly [number, number];
  hasOutput(): boolean;
  /** What was written. To be called once, when the program has ended: the files are gone then. */
  take(): { readonly stdout: string; readonly stderr: string };
}

/**
 * Files in place of pipes. Under Wine a pipe of Linux is nothing that Node could tell for a pipe: `process.stdout` and what
 * uses it (execa) then fail with EBADF, which a pipe of Windows does not cause.
 */
export function outputFiles(): OutputFiles {
  const folder = mkdtempSync(join(tmpdir(), 'output-'));
  const paths = [join(folder, 'stdout'), join(folder, 'stderr')] as const;
  const descriptors = [openSync(paths[0], 'a'), openSync(paths[1], 'a')] as const;
  return {
    descriptors,
    hasOutput: () => fstatSync(descriptors[0]).size > 0,
    take() {
      for (const descriptor of descriptors) closeSync(descriptor);
      const [stdout, stderr] = [readFileSync(paths[0], 'utf8'), readFileSync(paths[1], 'utf8')];
      rmSync(folder, { recursive: true });
      return { stdout, stderr };
    },
  };
}

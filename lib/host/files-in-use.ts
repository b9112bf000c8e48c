/** What Windows answers while a scanner or an indexer has a file open without sharing it. */
const IN_USE = ['EACCES', 'EBUSY', 'EPERM'];

/** Together about half a second; scanners look at a new file for some milliseconds. */
const PAUSES_MS = [1, 2, 5, 10, 20, 50, 100, 300];

/** How to try again; tests give their own. */
export interface Retrying {
  readonly platform: NodeJS.Platform;
  readonly pausesMs: readonly number[];
}

/**
 * Does something with a file; on Windows again after a pause when another program has it open for the moment. Elsewhere
 * the same errors mean a lack of permission and no waiting helps.
 *
 * @throws {Error} The system's error of the last attempt.
 */
export function onceReleased<Value>(
  action: () => Value,
  { platform, pausesMs }: Retrying = { platform: process.platform, pausesMs: PAUSES_MS },
): Value {
  for (const pauseMs of platform === 'win32' ? pausesMs : []) {
    try {
      return action();
    } catch (error) {
      if (!IN_USE.some((code) => isSystemError(error, code))) throw error;
      block(pauseMs);
    }
  }
  return action();
}

/** Tells whether `thrown` is the system's error `code`, such as `ENOENT`. */
export function isSystemError(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

/** Blocks the thread: the file system is synchronous, and a lock may be held. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

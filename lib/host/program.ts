import { fstatSync, readSync, writeSync } from 'node:fs';
import { CniError, CniErrorCode } from '../cni/error.ts';
import type { ProgramOutput } from '../cni/run.ts';

/**
 * The name a program was started under: the last part of the path, without `.exe`, in lower case.
 *
 * @param started `argv0` is what the caller typed, which tells hard links and symbolic links apart; an empty one falls
 *   back to `execPath`. (`argv` names the program inside the image under Bun.)
 */
export function programName(started: {
  readonly argv0: string;
  readonly execPath: string;
  readonly platform: NodeJS.Platform;
}): string {
  const baseName = (path: string) => path.slice(lastSeparator(path, started.platform) + 1);
  const fileName = (baseName(started.argv0) || baseName(started.execPath)).toLowerCase();
  return fileName.endsWith('.exe') ? fileName.slice(0, -'.exe'.length) : fileName;
}

function lastSeparator(path: string, platform: NodeJS.Platform): number {
  const slash = path.lastIndexOf('/');
  return platform === 'win32' ? Math.max(slash, path.lastIndexOf('\\')) : slash;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const FIRST_BUFFER_BYTES = 8_192;

/** More than a configuration may have (lib/cni/read-configuration.ts), so that a caller that never ends is refused. */
const ENOUGH_BYTES = 16 * 1024 * 1024;

/**
 * Reads standard input to its end or to 16 MiB, blocking: cheaper than the stream by 3 ms of start-up, and nothing else is to do.
 *
 * @throws {CniError} Code 5 when it cannot be read.
 */
export function readStdin(): Uint8Array {
  let buffer = new Uint8Array(FIRST_BUFFER_BYTES);
  let filled = 0;
  for (;;) {
    if (filled === buffer.length) {
      const larger = new Uint8Array(buffer.length * 2);
      larger.set(buffer);
      buffer = larger;
    }
    const count = readSome(buffer, filled);
    filled += count;
    if (count === 0 || filled >= ENOUGH_BYTES) return buffer.subarray(0, filled);
  }
}

/** Longer than a runtime takes to hand over a configuration, on a node that starts all its pods at once, too. */
const PATIENCE_MS = 1_000;

/**
 * Reads standard input for a command that can do without: a file whole, a pipe to its end unless that is long in coming,
 * and nothing from a terminal or from what cannot be read. Some programs leave a pipe open that they never write to.
 */
export async function readOptionalStdin(): Promise<Uint8Array> {
  try {
    const { isFile, isCharacterDevice } = kindOfStdin();
    if (isCharacterDevice) return NOTHING;
    return isFile ? readStdin() : await readPipe(PATIENCE_MS);
  } catch {
    return NOTHING;
  }
}

function kindOfStdin(): { isFile: boolean; isCharacterDevice: boolean } {
  const found = fstatSync(STDIN);
  return { isFile: found.isFile(), isCharacterDevice: found.isCharacterDevice() };
}

async function readPipe(patienceMs: number): Promise<Uint8Array> {
  const patience = setTimeout(() => process.stdin.destroy(), patienceMs);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of process.stdin) {
    pieces.push(piece);
    length += piece.length;
    if (length >= ENOUGH_BYTES) break;
  }
  clearTimeout(patience);
  return Buffer.concat(pieces);
}

const NOTHING = new Uint8Array();

/** Reads what is there, at least a byte; 0 at the end. */
function readSome(buffer: Uint8Array, offset: number): number {
  for (;;) {
    try {
      return readSync(STDIN, buffer, offset, buffer.length - offset, null);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EOF') return 0; // how Windows reports the end of a closed pipe
      if (code === 'EAGAIN')
        waitAMillisecond(); // a pipe that does not block and has nothing yet
      else if (code !== 'EINTR') throw unreadable(error);
    }
  }
}

function unreadable(cause: unknown): CniError {
  return new CniError({
    code: CniErrorCode.ioFailure,
    msg: 'Cannot read the network configuration from standard input',
    details: `${cause instanceof Error ? cause.message : cause}. The runtime must connect standard input to a file or a pipe that holds the configuration`,
    cause,
  });
}

/**
 * Prints what a program leaves and ends the process at once, without waiting for open sockets or timers. Standard output
 * is one write. Where it cannot be written the caller has no result, so the exit code is 1 whatever was done.
 */
export function answer({ stdout, stderr, exitCode }: ProgramOutput): never {
  if (stderr !== '') tryToWrite(STDERR, stderr);
  const failure = stdout === '' ? undefined : tryToWrite(STDOUT, stdout);
  if (failure !== undefined) tryToWrite(STDERR, `cannot write to standard output: ${failure}\n`);
  process.exit(failure === undefined ? exitCode : 1);
}

/** Writes a text whole; returns why it could not. */
export function tryToWrite(descriptor: number, text: string): string | undefined {
  const bytes = new TextEncoder().encode(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EAGAIN')
        waitAMillisecond(); // a pipe that does not block and is full
      else if (code !== 'EINTR') return error instanceof Error ? error.message : String(error);
    }
  }
  return undefined;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function waitAMillisecond(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

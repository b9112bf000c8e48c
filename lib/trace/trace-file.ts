import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { posix, win32 } from 'node:path';
import { isSystemError } from '../host/files-in-use.ts';

/**
 * The first line of every trace, by which a file is known to be one. The array it opens is never closed: the format
 * allows that, and so a process can append its events without a look at what others wrote.
 */
export const FIRST_LINE = '[{"name":"trace_of","ph":"M","pid":0,"tid":0,"args":{"name":"cni-windows"}},\n';

/** A trace that is this large grows no further: somebody has left `CNI_TRACE` in the environment of a node's runtime. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/**
 * Appends lines to a trace, in one write, such that processes which end at the same moment do not disturb each other.
 * A new file can be read by its owner alone.
 *
 * @param path Absolute. A file that is there must be a trace: another file is left as it is.
 * @throws {Error} When it cannot be written, saying why.
 */
export function appendToTrace(path: string, lines: string, platform: NodeJS.Platform): void {
  // The working directory is whoever's; a plugin takes nothing from it
  if (!(platform === 'win32' ? win32 : posix).isAbsolute(path)) throw new Error('its path is not absolute');
  makeTrace(path);
  const descriptor = openSync(path, constants.O_RDWR | constants.O_APPEND | DO_NOT_FOLLOW);
  try {
    if (!isTrace(descriptor)) throw new Error('there is a file of that name which is not a trace');
    if (fstatSync(descriptor).size < LARGEST_BYTES) writeSync(descriptor, lines);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows has no such flag; there {@link makeTrace} has looked. */
const DO_NOT_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** The file comes into being with its first line in it: nobody can append to it before. */
function makeTrace(path: string): void {
  if (isThere(path)) return;
  const temporary = `${path}.${process.pid}-${Date.now()}.tmp`;
  writeFileSync(temporary, FIRST_LINE, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error; // another process was faster
  } finally {
    unlinkSync(temporary);
  }
}

/** Opening a pipe would wait for its other end, and a link may lead to any file. */
function isThere(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) throw new Error('it is not a regular file');
  return found !== undefined;
}

function isTrace(descriptor: number): boolean {
  const beginning = new Uint8Array(FIRST_LINE.length);
  readSync(descriptor, beginning, 0, beginning.length, 0);
  return new TextDecoder().decode(beginning) === FIRST_LINE;
}

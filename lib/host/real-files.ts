import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type FileIdentity, type Files, type FolderEntry, temporaryName } from './files.ts';
import { isSystemError, onceReleased } from './files-in-use.ts';

/** Other users of the node have no business in plugins' files; the mode of the Go plugins' too. */
const PRIVATE = 0o600;

/** The file system of this machine. */
export const realFiles: Files = {
  read: (path) => orUndefined(() => onceReleased(() => readFileSync(path, 'utf8'))),
  list: (folder) => orUndefined(() => readdirSync(folder, { withFileTypes: true }))?.map(folderEntry) ?? [],
  create,
  replace,
  replaceHint: (path, text) => onceReleased(() => writeFileSync(path, text, { mode: PRIVATE })),
  remove(path) {
    const outcome = unlink(path);
    unlink(temporaryPath(path));
    return outcome;
  },
  makeFolder: (path, mode) => void mkdirSync(path, { recursive: true, mode }),
  identity: (path) => orUndefined(() => identity(path)),
};

/** The first look at a number of 64 bits costs a process 0.1 ms, and few file systems have such. */
function identity(path: string): FileIdentity | undefined {
  const found = statSync(path);
  if (!found.isFile()) return undefined;
  const exact = Number.isSafeInteger(found.dev) && Number.isSafeInteger(found.ino);
  const { dev, ino } = exact ? found : statSync(path, { bigint: true });
  return `${dev}:${ino}` as FileIdentity;
}

/**
 * The file is written under a temporary name and linked to its own, which fails if that is taken: whatever moment the
 * power goes, an empty or half-written file never has a name that readers take for a whole one. Costs about 0.1 ms more
 * than writing it in place; the flush costs both the same.
 */
function create(path: string, text: string): 'created' | 'exists' {
  const temporary = writeTemporary(path, text);
  try {
    onceReleased(() => linkSync(temporary, path));
    return 'created';
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return 'exists';
    return createInPlace(path, text); // FAT, some network file systems: no hard links, each with an error of its own
  } finally {
    discard(temporary);
  }
}

function createInPlace(path: string, text: string): 'created' | 'exists' {
  try {
    write(path, text, 'wx');
    return 'created';
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return 'exists';
    throw error;
  }
}

function replace(path: string, text: string): void {
  const temporary = writeTemporary(path, text);
  try {
    onceReleased(() => renameSync(temporary, path));
  } catch (error) {
    discard(temporary);
    throw error;
  }
}

/** One that a killed process left is overwritten: a file has one writer at a time, by a lock or as its attachment's. */
function writeTemporary(path: string, text: string): string {
  const temporary = temporaryPath(path);
  write(temporary, text, 'w');
  return temporary;
}

function temporaryPath(path: string): string {
  return join(dirname(path), temporaryName(basename(path)));
}

function unlink(path: string): 'removed' | 'absent' {
  return orUndefined(() => onceReleased(() => unlinkSync(path) ?? true)) ? 'removed' : 'absent';
}

/** Makes the file and has it on disk, or leaves nothing. */
function write(path: string, text: string, flags: 'w' | 'wx'): void {
  const descriptor = openSync(path, flags, PRIVATE);
  try {
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    discard(path);
    throw error;
  }
}

/** What became of the file itself is the answer; readers know remains by their name or their torn content. */
function discard(temporary: string): void {
  try {
    unlink(temporary);
  } catch {
    return;
  }
}

function folderEntry(entry: { name: string; isFile(): boolean; isDirectory(): boolean }): FolderEntry {
  const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
  return { name: entry.name, kind };
}

/** ENOTDIR: a step of the path is a file, so there is nothing at its end. */
function orUndefined<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withAbsolutePaths } from './absolute-paths.ts';
import { type FileIdentity, type Files, type FolderEntry, temporaryName } from './files.ts';
import { FilesInUse, isDenied, isSystemError } from './files-in-use.ts';
import { bootMark, folderTimes, markFolder } from './folder-mark.ts';
import { makeFolder } from './make-folder.ts';

/** Other users of the node have no business in plugins' files; the mode of the Go plugins' too. */
const PRIVATE = 0o600;

/** Missing on Windows from a file that is marked read-only. */
const OWNER_MAY_WRITE = 0o200;

/** The file system of this machine, for programs that live on: any file may be waited for. */
export const realFiles: Files = realFilesWith(new FilesInUse({ togetherMs: Number.POSITIVE_INFINITY }));

/**
 * The file system of this machine.
 *
 * @param inUse How long to wait for other programs.
 */
export function realFilesWith(inUse: FilesInUse): Files {
  const files = filesOf(inUse);
  return process.platform === 'win32' ? withAbsolutePaths(files) : files;
}

function filesOf(inUse: FilesInUse): Files {
  const remover = removing(inUse);
  return {
    read: (path) => orUndefined(() => inUse.onceReleased(() => readFileSync(path, 'utf8'))),
    list: (folder) => orUndefined(() => readdirSync(folder, { withFileTypes: true }))?.map(folderEntry) ?? [],
    ...writing(inUse, remover),
    remove(path) {
      const outcome = remover(path);
      remover(temporaryPath(path));
      return outcome;
    },
    makeFolder,
    identity: (path) => orUndefined(() => identity(path)),
    exists: existsSync,
    times: folderTimes,
    mark: markFolder,
    bootMark: () => bootMark(process.platform),
  };
}

/** The first look at a number of 64 bits costs a process 0.1 ms, and few file systems have such. */
function identity(path: string): FileIdentity | undefined {
  const found = statSync(path);
  if (!found.isFile()) return undefined;
  const exact = Number.isSafeInteger(found.dev) && Number.isSafeInteger(found.ino);
  const { dev, ino } = exact ? found : statSync(path, { bigint: true });
  return `${dev}:${ino}` as FileIdentity;
}

type Remover = Files['remove'];

function removing(inUse: FilesInUse): Remover {
  return (path) => {
    const unlink = () => evenReadOnly(path, () => unlinkSync(path) ?? true);
    return orUndefined(() => inUse.onceReleased(unlink)) ? 'removed' : 'absent';
  };
}

type Writers = Pick<Files, 'create' | 'replace' | 'replaceUnflushed' | 'replaceHint' | 'overwrite'>;

/** Whether a file has to outlast a power cut. */
type Durability = 'flushed' | 'unflushed';

function writing(inUse: FilesInUse, remove: Remover): Writers {
  /**
   * What a killed process left is removed first, and not overwritten: it may be a second name of a file that is whole. A
   * file has one writer at a time, by a lock or as its attachment's.
   */
  function writeTemporary(path: string, text: string, durability: Durability): string {
    const temporary = temporaryPath(path);
    try {
      writeNew(temporary, text, durability);
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
      remove(temporary);
      writeNew(temporary, text, durability);
    }
    return temporary;
  }

  function replaceBy(path: string, text: string, durability: Durability): void {
    const temporary = writeTemporary(path, text, durability);
    try {
      inUse.onceReleased(() => evenReadOnly(path, () => renameSync(temporary, path)), 'in use');
    } catch (error) {
      discard(() => unlinkSync(temporary));
      throw error;
    }
  }

  return {
    /**
     * The file is written under a temporary name and linked to its own, which fails if that is taken: whatever moment the
     * power goes, an empty or half-written file never has a name that readers take for a whole one. Costs about 0.1 ms
     * more than writing it in place; the flush costs both the same.
     */
    create(path, text) {
      const temporary = writeTemporary(path, text, 'flushed');
      try {
        inUse.onceReleased(() => linkSync(temporary, path));
        return 'created';
      } catch (error) {
        if (isSystemError(error, 'EEXIST')) return 'exists';
        return createInPlace(path, text); // FAT, some network file systems: no hard links, each with an error of its own
      } finally {
        discard(() => remove(temporary));
      }
    },
    replace: (path, text) => replaceBy(path, text, 'flushed'),
    replaceUnflushed: (path, text) => replaceBy(path, text, 'unflushed'),
    replaceHint(path, text) {
      const write = () => writeFileSync(path, text, { mode: PRIVATE });
      inUse.onceReleased(() => evenReadOnly(path, write));
    },
    overwrite(path, pieces) {
      const descriptor = inUse.onceReleased(() => openSync(path, 'r+'));
      try {
        for (const { offset, text } of pieces) writeSync(descriptor, text, offset);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function createInPlace(path: string, text: string): 'created' | 'exists' {
  try {
    writeNew(path, text, 'flushed');
    return 'created';
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return 'exists';
    throw error;
  }
}

function temporaryPath(path: string): string {
  return join(dirname(path), temporaryName(basename(path)));
}

/** Windows neither replaces nor removes a file that is marked read-only; Unix does, and so does the Go plugins' removal. */
function evenReadOnly<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (process.platform !== 'win32' || !isDenied(error) || !hasLostMark(path)) throw error;
    return action();
  }
}

/** Takes the mark from a file that has it. */
function hasLostMark(path: string): boolean {
  try {
    if ((statSync(path).mode & OWNER_MAY_WRITE) !== 0) return false;
    chmodSync(path, PRIVATE);
    return true;
  } catch {
    return false; // the error that counts is that of the action
  }
}

/** Makes the file and has it on disk if it is to be flushed, or leaves nothing. */
function writeNew(path: string, text: string, durability: Durability): void {
  const descriptor = openSync(path, 'wx', PRIVATE);
  try {
    try {
      writeFileSync(descriptor, text);
      if (durability === 'flushed') fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    discard(() => unlinkSync(path));
    throw error;
  }
}

/** What became of the file itself is the answer; readers know remains by their name or their torn content. */
function discard(unlink: () => unknown): void {
  try {
    unlink();
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

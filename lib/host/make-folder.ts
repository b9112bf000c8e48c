import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isSystemError } from './files-in-use.ts';

/**
 * Makes a folder and those above it that are missing. Node's own way to do so goes on for ever where the system says "not
 * found" of a name it cannot take, in a folder that is there: on Windows a name with `*`, on Linux anything in /proc.
 *
 * @throws {Error} The system's, when the folder is not there in the end.
 */
export function makeFolder(path: string, mode: number): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path && !isFolder(above)) makeFolder(above, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have been faster.
    if (!isSystemError(error, 'EEXIST') || !isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

import { type Dirent, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Trace, TraceSource } from './trace.ts';

/** Longer files are not read: what plugins keep of a container is short. */
const LONGEST_FILE = 1_048_576;

/** Files below a folder that name a container, in their own name or in what they contain. */
export function filesBelow(folder: string): TraceSource {
  return {
    what: `files below ${folder}`,
    kind: 'files',
    find: async ({ containerId }) =>
      filesIn(folder)
        .filter((path) => path.slice(folder.length).includes(containerId) || contains(path, containerId))
        .map(traceOf),
  };
}

/** A folder that is not there yet, or no longer, has none. */
function filesIn(folder: string): readonly string[] {
  return entriesIn(folder)
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** What cannot be read, or is gone since it was listed, names nobody. */
function contains(path: string, text: string): boolean {
  try {
    return statSync(path).size <= LONGEST_FILE && readFileSync(path, 'latin1').includes(text);
  } catch {
    return false;
  }
}

function traceOf(path: string): Trace {
  return {
    shown: path,
    remove: async () => {
      rmSync(path, { force: true });
      return { kind: 'file', path };
    },
  };
}

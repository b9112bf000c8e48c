import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Where the executable of a plugin may be: in each folder, in order. */
function executableIn(folders: readonly string[], name: string): readonly string[] {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return folders.map((folder) => join(folder, file));
}

/**
 * Finds the executable of a plugin.
 *
 * @returns Its path; `undefined` when no folder has it.
 */
export function findExecutable(folders: readonly string[], name: string): string | undefined {
  return executableIn(folders, name).find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

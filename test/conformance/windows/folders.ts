import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { binFolder, type Packager } from '../../executables/executable.ts';

/** A new folder that is gone when the test is. */
export function temporaryFolder(name = 'windows'): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with the executables of a packager as they are installed: hard links of one file. */
export function installed(packager: Packager, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const from = binFolder(packager);
  for (const file of readdirSync(from)) linkSync(join(from, file), join(folder, file));
  return folder;
}

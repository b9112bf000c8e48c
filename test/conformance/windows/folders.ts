import { copyFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
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
  const placed = new Map<bigint, string>();
  for (const file of readdirSync(from)) {
    const [source, target] = [join(from, file), join(folder, file)];
    const { ino } = statSync(source, { bigint: true });
    const same = placed.get(ino);
    // Copied and not linked: temporary files may be on another file system
    if (same === undefined) copyFileSync(source, target);
    else linkSync(same, target);
    placed.set(ino, target);
  }
  return folder;
}

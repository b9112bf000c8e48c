import { copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTABLES, executableFile } from '../../build/images.ts';

/**
 * Installs our executables as an operator does: one file under every plugin's name, and what lies beside it. A build
 * that goes on meanwhile does not disturb them.
 */
export function install(built: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const files = EXECUTABLES.map((name) => executableFile(name, 'win-x64'));
  const [first = '', ...others] = files;
  for (const name of readdirSync(built).filter((name) => name === first || !files.includes(name)))
    copyFileSync(join(built, name), join(folder, name));
  for (const name of others) linkSync(join(folder, first), join(folder, name));
}

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of executable scripts that stand for other vendors' plugins. */
export interface PluginFolder {
  readonly path: string;
  /** Writes an executable whose body is JavaScript; `input()` in it reads all of standard input. Returns its path. */
  write(name: string, body: string): string;
  remove(): void;
}

export function pluginFolder(): PluginFolder {
  const path = mkdtempSync(join(tmpdir(), 'plugins-'));
  return {
    path,
    write(name, body) {
      const file = join(path, name);
      writeFileSync(file, `#!${process.execPath}\n${PRELUDE}\n${body}\n`);
      chmodSync(file, 0o755);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

const PRELUDE = `
const { readFileSync, writeFileSync, appendFileSync, writeSync } = require('node:fs');
const input = () => readFileSync(0, 'utf8');
const print = (value) => writeSync(1, typeof value === 'string' ? value : JSON.stringify(value));
`;

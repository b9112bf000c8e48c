import { copyFileSync, linkSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { executable, packagers, plugins, runExecutable } from '../executable.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

const windows = process.platform === 'win32';
const VERSIONS = '["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]';

describe.each(packagers)('the name of a %s executable', (packager) => {
  const about = async (path: string) => await runExecutable(path, { environment: {}, stdin: '' });
  const inFolder = (name: string) => join(folder, `${packager}-${name}`);
  const plain = (name: string) => join(folder, windows ? `${name}.exe` : name);

  test.each(plugins)('%s answers as that plugin, and prints nothing on standard output', async (plugin) => {
    const { stdout, stderr, exitCode } = await about(executable(packager, plugin));
    expect(stderr).toMatch(new RegExp(`^CNI ${plugin} plugin \\d+\\.\\d+\\.\\d+: .+\n`));
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
  });

  test.each(plugins)('%s prints VERSION byte for byte as the Go plugins do', async (plugin) => {
    const environment = { CNI_COMMAND: 'VERSION' };
    const { stdout, stderr, exitCode } = await runExecutable(executable(packager, plugin), {
      environment,
      stdin: '',
    });
    expect(stdout).toBe(`{"cniVersion":"1.1.0","supportedVersions":${VERSIONS}}\n`);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  test('four names are one file', () => {
    const inodes = plugins.map((plugin) => statSync(executable(packager, plugin)).ino);
    expect(new Set(inodes).size).toBe(1);
  });

  test('a symbolic link is the plugin it is named after, not the one it points to', async () => {
    const link = plain('win-overlay');
    rmSync(link, { force: true });
    symlinkSync(executable(packager, 'flannel'), link);
    expect((await about(link)).stderr).toMatch(/^CNI win-overlay plugin/);
  });

  test('a copy in another letter case with .exe is that plugin', async () => {
    const copy = join(folder, 'Win-Bridge.EXE');
    copyFileSync(executable(packager, 'flannel'), copy);
    expect((await about(copy)).stderr).toMatch(/^CNI win-bridge plugin/);
  });

  test('another name is a CNI error that lists the four', async () => {
    const other = `${inFolder('calico')}${windows ? '.exe' : ''}`;
    linkOrCopy(executable(packager, 'flannel'), other);
    const { stdout, stderr, exitCode } = await runExecutable(other, {
      environment: { CNI_COMMAND: 'ADD' },
      stdin: '{}',
    });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
    const { code, msg, details } = JSON.parse(stdout);
    expect({ code, msg }).toEqual({ code: 7, msg: `no plugin is named "${packager}-calico"` });
    for (const plugin of plugins) expect(details).toContain(plugin);
  });
});

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // the temporary folder is on another disk
  }
}

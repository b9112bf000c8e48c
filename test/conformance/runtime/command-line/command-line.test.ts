import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RecordingPlugins, recordingPlugins } from '../recording-plugins.ts';

const PROGRAM = join(import.meta.dirname, '../../../../conformance/runtime/command-line.ts');

let plugins: RecordingPlugins;
beforeAll(() => {
  plugins = recordingPlugins(['one']);
});
afterAll(() => plugins.remove());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cni-command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command on a network `net` whose plugin has these keys. */
function cni(words: readonly string[], keys: { readonly [key: string]: unknown } = {}) {
  const list = { cniVersion: '1.1.0', name: 'net', plugins: [{ type: 'one', ...keys }] };
  writeFileSync(join(folder, 'net.conflist'), JSON.stringify(list));
  const environment = { ...plugins.environment, NETCONFPATH: folder, CNI_PATH: plugins.path };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [PROGRAM, ...words, '--cache-dir', join(folder, 'cache')],
    { env: { ...process.env, ...environment }, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

// Windows starts no scripts.
describe.skipIf(process.platform === 'win32')('npm run cni', () => {
  test('add prints the result as plugins do, and del says nothing', () => {
    const printed =
      '{\n    "cniVersion": "1.1.0",\n    "ips": [\n        {\n            "address": "10.1.0.5/24"\n        }\n    ]\n}';
    expect(cni(['add', 'net', '/ns'])).toEqual({ status: 0, stdout: printed, stderr: '' });
    expect(cni(['del', 'net', '/ns'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(plugins.commands()).toEqual(['one ADD', 'one DEL']);
  });

  test('an error of a plugin is one line on standard error, as cnitool has it', () => {
    const answers = { ADD: { code: 11, msg: 'busy', details: 'later' } };
    const stderr = 'plugin type="one" failed (add): busy; later\n';
    expect(cni(['add', 'net', '/ns'], { answers })).toEqual({ status: 1, stdout: '', stderr });
  });

  test('version prints what every plugin speaks', () => {
    const { stdout } = cni(['version', 'net'], { capabilities: { ips: true } });
    expect(JSON.parse(stdout)).toEqual({
      cniVersion: '1.1.0',
      name: 'net',
      capabilities: ['ips'],
      plugins: [{ type: 'one', supportedVersions: ['0.4.0', '1.0.0', '1.1.0'] }],
    });
  });

  test('--verbose shows what a plugin was given and what it printed', () => {
    const answers = { STATUS: { code: 50, msg: 'not ready' } };
    const { stderr } = cni(['status', 'net', '--verbose'], { answers });
    expect(stderr).toMatch(/^STATUS one: exit code 1 after \d+ ms\n {2}CNI_/);
    expect(stderr).toContain('  CNI_COMMAND=STATUS\n');
    expect(stderr).toContain('  < {"answers":');
    expect(stderr).toContain('  > {"code":50,"msg":"not ready"}\nnot ready\n');
  });

  test('wrong usage is answered with the usage', () => {
    const { status, stdout, stderr } = cni(['attach']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('"attach" is none of add');
    expect(stderr).toContain('NETCONFPATH');
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { installRecorders } from '../../../conformance/checks/delegates/recorders.ts';

/** A plugin that answers with its environment and input, and a text beside it. */
const PLUGIN = `#!/bin/sh
echo "got $(cat) with $CNI_COMMAND, called by <$CNI_CONFORMANCE_CALLER>"
echo 'a warning' >&2
exit 3
`;

describe.skipIf(process.platform === 'win32')(
  'stand-ins (skipped on Windows: their plugin is a script)',
  () => {
    // On Windows it is Node under the plugin's name; the same works here, but for the folders that libraries are found in
    test.each([
      { platform: 'linux', file: 'host-local', how: 'a script' },
      { platform: 'win32', file: 'host-local.exe', how: 'Node under the name of the plugin' },
    ] as const)(
      'on $platform, as $how, call the plugin and note how they were called',
      ({ platform, file }) => {
        const { folder, bin } = pluginFolder();
        const recorders = installRecorders(join(folder, 'recorders'), [bin], 'bridge', platform);
        recorders.begin({ rules: [], stderr: 'a mark\n' });
        const environment = { PATH: process.env.PATH, CNI_COMMAND: 'ADD', ...recorders.variables };
        const end = spawnSync(join(recorders.binDir, file), {
          input: '{}',
          env: environment,
          encoding: 'utf8',
        });
        expect(end.stdout).toBe('got {} with ADD, called by <host-local>\n');
        expect(end.stderr).toBe('a mark\na warning\n');
        expect(end.status).toBe(3);
        expect(recorders.calls()).toMatchObject([
          { plugin: 'host-local', caller: '', stdin: '{}', exitCode: 3, environment: { CNI_COMMAND: 'ADD' } },
        ]);
      },
    );

    test('answer in place of the plugin where the plan has it, and forget the calls of an earlier one', () => {
      const { folder, bin } = pluginFolder();
      const recorders = installRecorders(join(folder, 'recorders'), [bin], 'bridge');
      const rule = { plugin: 'host-local', command: 'ADD', stdout: '{"code":177}', exitCode: 1 };
      const call = (command: string) =>
        spawnSync(join(recorders.binDir, 'host-local'), {
          input: '{}',
          env: { PATH: process.env.PATH, CNI_COMMAND: command },
          encoding: 'utf8',
        });
      recorders.begin({ rules: [rule], stderr: '' });
      expect(call('ADD')).toMatchObject({ stdout: '{"code":177}', status: 1 });
      expect(call('DEL').status).toBe(3);
      expect(recorders.calls().map(({ environment }) => environment.CNI_COMMAND)).toEqual(['ADD', 'DEL']);
      recorders.begin({ rules: [], stderr: '' });
      expect(recorders.calls()).toEqual([]);
    });
  },
);

/** A folder of plugins: one that is judged, one that is not, and a file that is no plugin. */
function pluginFolder(): { readonly folder: string; readonly bin: string } {
  const folder = mkdtempSync(join(tmpdir(), "stand-ins' folder "));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['bridge', 'host-local']) {
    writeFileSync(join(bin, name), PLUGIN);
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(bin, 'README'), 'no plugin');
  return { folder, bin };
}

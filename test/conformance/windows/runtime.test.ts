import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { baseBinaries } from '../../../build/base-binaries.ts';
import { cacheFolder, hostTarget, root } from '../../../build/program.ts';
import { runProgram, windowsPath } from '../../../conformance/windows/machine/windows-machine.ts';
import { binFolder, SIMULATOR_VARIABLE } from '../../executables/executable.ts';
import { NOTHING, namespaceOf, PackagedNode } from '../../executables/packaged-node.ts';

const PROGRAM = windowsPath(join(root, 'conformance/runtime/command-line.ts'));

// With Node alone: under Wine, Bun cannot read the folders of packages (EBADFD)
test('the runtime’s command attaches, checks and deletes a pod, and keeps no result elsewhere', async () => {
  const target = 'win-x64';
  const cache = join(cacheFolder, 'base-binaries');
  const { node: program } = await baseBinaries({ root, cache, target, host: hostTarget() });
  const node = await PackagedNode.start('bun', 'overlay');
  const environment = {
    NETCONFPATH: windowsPath(writeConfiguration(node)),
    CNI_PATH: `C:\\nothing\\here;${windowsPath(binFolder('bun'))}`,
    [SIMULATOR_VARIABLE]: node.environment('ADD')[SIMULATOR_VARIABLE] ?? '',
  };
  const netns = namespaceOf('pod-1');
  const cni = (subcommand: string, ...options: readonly string[]) => {
    const results = ['--cache-dir', windowsPath(join(node.folder, 'runtime'))];
    return runProgram({
      program,
      words: [PROGRAM, subcommand, node.network, netns, ...results, ...options],
      environment,
    });
  };

  const added = await cni('add');
  expect(added).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(added.stdout)).toMatchObject({
    interfaces: [{ sandbox: netns }],
    ips: [{ address: '10.244.1.2/24' }],
  });
  expect(await cni('check')).toEqual({ exitCode: 0, stdout: '', stderr: '' });

  const outside = await cni('check', '--ifname', 'a\\..\\..\\b');
  expect(outside.exitCode).toBe(1);
  expect(outside.stderr).toContain('is no file name on this system');

  expect(await cni('del')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(node.remains()).toEqual(NOTHING);
});

/** A folder of configurations with the network of the node. */
function writeConfiguration(node: PackagedNode): string {
  const folder = join(node.folder, 'net.d');
  mkdirSync(folder);
  const { name, cniVersion, ...plugin } = node.config();
  writeFileSync(join(folder, 'a.conflist'), JSON.stringify({ name, cniVersion, plugins: [plugin] }));
  return folder;
}

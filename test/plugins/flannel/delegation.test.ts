import { linkSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CniError } from '../../../lib/cni/error.ts';
import type { Bundle } from '../../../lib/delegate/bundle.ts';
import { delegatesOf } from '../../../lib/delegate/delegates-of.ts';
import { type PluginFolder, pluginFolder } from '../../lib/delegate/plugin-scripts.ts';
import { FlannelNode } from './flannel-node.ts';

let node: FlannelNode;
let plugins: PluginFolder;
beforeEach(() => {
  node = new FlannelNode();
  plugins = pluginFolder();
  install({});
});
afterEach(() => {
  node.remove();
  plugins.remove();
});

function install(bundle: Bundle, executable = process.execPath): void {
  node.delegatesOn = (host) => delegatesOf({ bundle, executable, host });
}

const SAME_AS_REFERENCE =
  '{"cniVersion":"1.1.0","ipMasq":true,"ipMasqNetwork":"10.244.0.0/16","ipam":{"subnet":"10.244.3.0/24","type":"host-local"},"name":"cbr0","type":"win-bridge"}';

describe.skipIf(process.platform === 'win32')('flannel with a win-bridge of another vendor', () => {
  const note = 'appendFileSync(__dirname + "/notes", process.env.CNI_COMMAND + " " + input() + "\\n");';
  const notes = () => readFileSync(join(plugins.path, 'notes'), 'utf8').trimEnd().split('\n');

  test('has it attach and detach, with the configuration the reference sends', async () => {
    plugins.write('win-bridge', `${note} print({ ips: [{ address: '10.244.3.9/24' }] })`);
    const result = await node.run('ADD', { path: plugins.path });
    expect(result).toMatchObject({ cniVersion: '1.1.0', ips: [{ address: '10.244.3.9/24' }] });
    expect(node.scratch()).toEqual({ c1: SAME_AS_REFERENCE });
    await node.run('DEL', { path: plugins.path });
    expect(notes()).toEqual([`ADD ${SAME_AS_REFERENCE}`, `DEL ${SAME_AS_REFERENCE}`]);
    expect(node.scratch()).toEqual({});
  });

  test('gives an old result back as it is', async () => {
    plugins.write('win-bridge', "print({ cniVersion: '0.2.0', ip4: { ip: '10.244.3.9/24' } })");
    expect(await node.run('ADD', { path: plugins.path })).toMatchObject({
      cniVersion: '0.2.0',
      ip4: { ip: '10.244.3.9/24' },
    });
  });

  test('has it DEL after its ADD failed, and keeps nothing', async () => {
    const fails = 'print({ code: 103, msg: "refused" }); process.exitCode = 1;';
    plugins.write('win-bridge', `${note} if (process.env.CNI_COMMAND === 'ADD') { ${fails} }`);
    const failure = await node.failure('ADD', { path: plugins.path });
    expect(failure).toMatchObject({
      code: 103,
      message: 'refused',
      details: expect.stringContaining('"win-bridge"'),
    });
    expect(notes().map((line) => line.split(' ')[0])).toEqual(['ADD', 'DEL']);
    expect(node.scratch()).toEqual({});
  });

  test('keeps its configuration while it cannot be told that nothing remains', async () => {
    plugins.write('win-bridge', 'process.exit(7)');
    const failure = await node.failure('ADD', { path: plugins.path });
    expect(failure).toMatchObject({ code: 121, message: expect.stringContaining('exit status 7') });
    expect(node.scratch()).toEqual({ c1: SAME_AS_REFERENCE });
  });

  test('says on STATUS that it is not installed', async () => {
    const failure = await node.failure('STATUS', { path: plugins.path });
    expect(failure).toMatchObject({ code: 50, message: 'Cannot find plugin "win-bridge" in CNI_PATH' });
    expect(failure.details).toContain(plugins.path);
  });
});

test('flannel calls a win-bridge that is the same file in this process', async () => {
  const executable = plugins.write('flannel', 'process.exit(9)');
  linkSync(executable, join(plugins.path, 'win-bridge'));
  const commands: string[] = [];
  const load =
    async () =>
    async (_config: object, { command }: { command: string }) => {
      commands.push(command);
      if (command === 'ADD') throw new CniError({ code: 105, msg: 'address in use' });
      return undefined;
    };
  install({ 'win-bridge': load }, executable);
  const failure = await node.failure('ADD', { path: plugins.path });
  expect(failure).toMatchObject({ code: 105, message: 'address in use' });
  expect(commands).toEqual(['ADD', 'DEL']);
  expect(node.scratch()).toEqual({});
});

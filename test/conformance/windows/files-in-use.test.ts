import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describedMachine } from '../../../conformance/windows/machine/description.ts';
import { OPEN_PIPE, startProgram } from '../../../conformance/windows/machine/windows-machine.ts';
import { packagers, shownPath } from '../../executables/executable.ts';
import { NOTHING, PackagedNode, type PodError } from '../../executables/packaged-node.ts';

/** Far less than the plugins wait for a file (lib/host/files-in-use.ts), and far more than they need for the rest. */
const MOMENT_MS = 300;

/** Another program has a file open, as a virus scanner does; it lets go at `release`, or when the test ends. */
async function hold(path: string, share: 'read' | 'nothing') {
  const holder = startProgram({
    program: join(describedMachine().doubles, 'hold-file.exe'),
    words: [share],
    environment: { HELD_FILE: shownPath(path) },
    stdin: OPEN_PIPE,
  });
  onTestFinished(() => holder.endInput());
  await holder.firstOutput();
  const release = async () => {
    holder.endInput();
    expect(await holder.outcome).toMatchObject({ stdout: expect.stringContaining('held'), exitCode: 0 });
  };
  return { release };
}

/** Files of a pod that is attached. */
const FILES = [
  { what: 'the lease', path: (node: PackagedNode) => join(node.folder, 'networks/vxlan0/10.244.1.2') },
  { what: 'the scratch file', path: (node: PackagedNode) => join(node.folder, 'flannel/pod-1') },
] as const;

const NEXT_STEP = /tried for (?:[2-9]|\d\d+)\.\d s.*Find the program that keeps the file open/;

function expectInUse(error: PodError, path: string): void {
  expect(error.code).toBe(11);
  expect(error.details).toMatch(NEXT_STEP);
  expect(`${error.msg} ${error.details}`).toContain(shownPath(path));
}

describe.each(packagers)('files that another program has open, %s executables', (packager) => {
  test.each(FILES)('$what for a moment: DEL waits for it', async ({ path }) => {
    const node = await PackagedNode.start(packager, 'overlay');
    await node.add();
    const scanner = await hold(path(node), 'read');
    const deleting = node.hns.hold('HcnDeleteEndpoint');
    const deleted = node.run('DEL');
    await deleting.arrived; // what is left to do now takes no time, were it not for the scanner
    deleting.release();
    const first = await Promise.race([deleted.then(() => 'ended'), elapsed(MOMENT_MS, 'waits')]);
    expect(first).toBe('waits');
    await scanner.release();
    expect(await deleted).toMatchObject({ exitCode: 0, stdout: '' });
    expect(node.remains()).toEqual(NOTHING);
  });

  test.each(FILES)('$what for good: DEL names it, and ends it when called again', async ({ path }) => {
    const node = await PackagedNode.start(packager, 'overlay');
    await node.add();
    const held = path(node);
    const scanner = await hold(held, 'read');
    expectInUse(await node.failure('DEL'), held);
    expect(existsSync(held)).toBe(true);
    await scanner.release();
    await node.succeed('DEL');
    expect(node.remains()).toEqual(NOTHING);
  });

  test('the lease, that cannot even be read: DEL with the previous result names it', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const prevResult = await node.add();
    const held = FILES[0].path(node);
    const scanner = await hold(held, 'nothing');
    expectInUse(await node.failure('DEL', { prevResult }), held);
    await scanner.release();
    await node.succeed('DEL', { prevResult });
    expect(node.remains()).toEqual(NOTHING);
  });

  test('the record of the last address: ADD names it, and leaves nothing', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    await node.add({ pod: 'pod-0' });
    const held = join(node.folder, 'networks/vxlan0/last_reserved_ip.0');
    const before = node.remains();
    const scanner = await hold(held, 'read');
    expectInUse(await node.failure('ADD'), held);
    expect(node.remains()).toMatchObject({ endpoints: before.endpoints, leases: before.leases });
    await scanner.release();
    await node.add();
  });

  test('subnet.env: ADD names it', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const held = join(node.folder, 'subnet.env');
    const scanner = await hold(held, 'nothing');
    expectInUse(await node.failure('ADD'), held);
    await scanner.release();
    await node.add();
  });
});

/** On Windows the attribute of a file, under Wine what the permissions of the file come to. */
function markReadOnly(path: string): void {
  chmodSync(path, 0o444);
}

describe.each(packagers)('files that are marked read-only, %s executables', (packager) => {
  test.each(FILES)('$what is removed by DEL', async ({ path }) => {
    const node = await PackagedNode.start(packager, 'overlay');
    await node.add();
    markReadOnly(path(node));
    await node.succeed('DEL');
    expect(node.remains()).toEqual(NOTHING);
  });

  test('what ADD writes again is replaced', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    await node.add({ pod: 'pod-0' });
    const last = join(node.folder, 'networks/vxlan0/last_reserved_ip.0');
    markReadOnly(last);
    const scratch = join(node.folder, 'flannel/pod-0');
    markReadOnly(scratch);
    await node.add({ pod: 'pod-0' });
    await node.add();
    expect(readFileSync(last, 'utf8')).toBe('10.244.1.3');
    expect(statSync(scratch).mode & 0o200).not.toBe(0);
  });
});

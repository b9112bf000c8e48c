import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SPEC_VERSIONS } from '../../lib/cni/spec-version.ts';
import { cases } from './cases.ts';
import { binFolder, executable, onWindows, packagers } from './executable.ts';
import { NOTHING, type NodeOptions, namespaceOf, PackagedNode } from './packaged-node.ts';

/** Under Wine each process has a copy of its executable in memory, some 120 MB; there, locks.test.ts has 40 at once. */
const PODS_AT_ONCE = onWindows ? 20 : 40;

describe.each(cases)('a pod on $backend, HNS API $api, $packager executables', (each) => {
  const { packager, backend, api } = each;
  // A namespace is served by version 2 unless the configuration says otherwise
  const start = (options: NodeOptions = {}) =>
    PackagedNode.start(packager, backend, api === 1 ? { apiVersion: 1, ...options } : options);
  const expected =
    backend === 'overlay'
      ? { address: '10.244.1.2/24', gateway: '10.244.1.1' }
      : { address: '10.244.1.3/24', gateway: '10.244.1.2' };

  test('is attached, checked and detached, and nothing remains', async () => {
    const node = await start();
    const prevResult = await node.add();
    expect(prevResult).toMatchObject({
      cniVersion: '1.1.0',
      interfaces: [{ name: 'eth0', sandbox: namespaceOf('pod-1') }],
      ips: [{ ...expected, interface: 0 }],
      routes: [{ dst: '0.0.0.0/0', gw: expected.gateway }],
    });
    expect(node.remains()).toEqual({
      endpoints: [`pod-1_${node.network}`],
      leases: [expected.address.replace('/24', '')],
      scratch: ['pod-1'],
    });
    expect(await node.succeed('CHECK', { prevResult })).toMatchObject({ stdout: '', stderr: '' });
    expect(await node.succeed('DEL', { prevResult })).toMatchObject({ stdout: '', stderr: '' });
    expect(node.remains()).toEqual(NOTHING);
    await node.succeed('DEL', { prevResult });
    await expect.poll(() => node.hns.openHandles).toBe(0);
  });

  test('gets an address of each family on a dual-stack node', async () => {
    const node = await start();
    node.writeDualStackSubnetEnv({ ipMasq: api === 2 }); // version 1 has no masquerading of IPv6
    const prevResult = await node.add();
    expect(prevResult.ips.map(({ address }) => address)).toEqual([expected.address, 'fd00:10:244:1::2/64']);
    expect(prevResult.ips.map(({ interface: index }) => index)).toEqual([0, 0]);
    expect(prevResult.routes).toMatchObject([{ dst: '0.0.0.0/0' }, { dst: '::/0', gw: 'fd00:10:244:1::1' }]);
    await node.succeed('CHECK', { prevResult });
    await node.succeed('DEL');
    expect(node.remains()).toEqual(NOTHING);
  });

  test('is refused a second family by an HNS that has none, and nothing remains', async () => {
    const node = await start({ version: { Major: 9, Minor: 5 } });
    node.writeDualStackSubnetEnv();
    const error = await node.failure('ADD');
    expect(error).toMatchObject({ code: 104 });
    expect(`${error.msg} ${error.details}`).toMatch(/9\.5.*11\.10/);
    expect(node.remains()).toEqual(NOTHING);
  });

  test.each(SPEC_VERSIONS)('is answered in version %s', async (cniVersion) => {
    const node = await start();
    const result = await node.add({ cniVersion });
    expect(result.cniVersion).toBe(cniVersion);
    expect(JSON.stringify(result)).toContain(expected.address);
    await node.succeed('DEL', { cniVersion, prevResult: result });
    expect(node.remains()).toEqual(NOTHING);
  });

  test('keeps what it has when ADD is repeated', async () => {
    const node = await start();
    const first = await node.add();
    expect(await node.add()).toEqual(first);
    expect(node.remains().leases).toHaveLength(1);
    await node.succeed('DEL');
    expect(node.remains()).toEqual(NOTHING);
  });

  test('gets an endpoint of its own for a second interface, each removed alone', async () => {
    const node = await start();
    await node.add();
    const second = await node.add({ ifName: 'net1' });
    expect(second.interfaces).toMatchObject([{ name: 'net1' }]);
    expect(node.remains().endpoints).toEqual([`pod-1_${node.network}`, `pod-1_${node.network}_net1`]);
    await node.succeed('DEL', { ifName: 'net1' });
    expect(node.remains().endpoints).toEqual([`pod-1_${node.network}`]);
    expect(node.remains().leases).toEqual([expected.address.replace('/24', '')]);
    await node.succeed('DEL');
    expect(node.remains()).toEqual(NOTHING);
  });

  test.each([
    { reason: 'its namespace is unknown to the runtime', netns: '' },
    { reason: 'its namespace is gone', netns: '11111111-2222-4333-8444-555555555555' },
  ])('is removed although $reason', async ({ netns }) => {
    const node = await start();
    await node.add();
    await node.succeed('DEL', { netns });
    expect(node.remains()).toEqual(NOTHING);
  });

  test('is collected once the runtime has forgotten it; the others stay', async () => {
    const node = await start();
    await Promise.all(['pod-1', 'pod-2', 'pod-3'].map((pod) => node.add({ pod })));
    node.writeLease('10.244.1.200', 'dummy\r\ndummy');
    await node.gc('pod-2');
    expect(node.remains()).toMatchObject({ endpoints: [`pod-2_${node.network}`], scratch: ['pod-2'] });
    expect(node.remains().leases.map((address) => node.lease(address))).toEqual(
      expect.arrayContaining(['pod-2\r\neth0', 'dummy\r\ndummy']),
    );
    expect(node.remains().leases).toHaveLength(2);
  });

  test('loses nothing to a GC without a list', async () => {
    const node = await start();
    await node.add();
    await node.succeed('GC');
    expect(node.remains().endpoints).toHaveLength(1);
    expect(node.remains().leases).toHaveLength(1);
  });

  test.each([
    { reason: 'nothing was ever attached', tamper: async () => {}, pod: 'pod-9', code: 106 },
    {
      reason: 'the endpoint is gone',
      pod: 'pod-1',
      tamper: async (node: PackagedNode) => {
        const [endpoint] = node.hns.dump().endpoints.filter(({ Name }) => `${Name}`.startsWith('pod-1'));
        await node.hns.api().HcnDeleteEndpoint(endpoint?.ID as never);
      },
      code: 106,
    },
    {
      reason: 'the lease is gone',
      pod: 'pod-1',
      tamper: async (node: PackagedNode) => {
        rmSync(join(node.folder, 'networks', node.network, expected.address.replace('/24', '')));
      },
      code: 113,
    },
  ])('fails CHECK with code $code when $reason', async ({ tamper, pod, code }) => {
    const node = await start();
    const prevResult = await node.add();
    await tamper(node);
    expect(await node.failure('CHECK', { pod, prevResult })).toMatchObject({ code });
  });

  test.each([
    {
      reason: 'subnet.env is empty',
      tamper: (node: PackagedNode) => node.writeSubnetEnv(''),
      says: 'flanneld',
    },
    {
      reason: 'every address is leased',
      tamper: (node: PackagedNode) => {
        for (let last = 1; last < 255; last += 1) node.writeLease(`10.244.1.${last}`, `pod-x${last}\r\neth0`);
      },
      says: '10.244.1',
    },
    {
      reason: 'HNS is stopped',
      tamper: (node: PackagedNode) => {
        for (const name of ['HcnEnumerateNetworks', 'HNSCall'] as const)
          node.hns.failAlways(name, 0x80070426);
      },
      says: 'ERROR_SERVICE_NOT_ACTIVE',
    },
  ])('STATUS answers code 50 when $reason', async ({ tamper, says }) => {
    const node = await start();
    await node.succeed('STATUS');
    tamper(node);
    const error = await node.failure('STATUS');
    expect(error.code).toBe(50);
    expect(JSON.stringify(error)).toContain(says);
  });

  test(`${PODS_AT_ONCE} pods at once get as many addresses, and all are released at once`, async () => {
    const node = await start();
    const pods = Array.from({ length: PODS_AT_ONCE }, (_, index) => `pod-${index}`);
    const results = await Promise.all(pods.map((pod) => node.add({ pod })));
    expect(new Set(results.map(({ ips }) => ips[0]?.address)).size).toBe(PODS_AT_ONCE);
    await Promise.all(pods.map((pod) => node.succeed('DEL', { pod })));
    expect(node.remains()).toEqual(NOTHING);
    await expect.poll(() => node.hns.openHandles).toBe(0);
  });
});

describe.each(packagers)('delegation of the %s executables', (packager) => {
  test.runIf(process.platform === 'linux')('the whole chain is one process', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    // By then host-local has done its part; /proc tells whether a child has been waited for.
    const attaching = node.hns.hold('HcnModifyNamespace');
    const pod = `one-process-${process.pid}`; // no other run of these tests on this machine has it
    const added = node.run('ADD', { pod });
    await attaching.arrived;
    expect(node.remains().endpoints).toEqual([`${pod}_vxlan0`]);
    const pid = pidOf(pod);
    expect(childFaults(pid)).toBe(0);
    expect(readdirSync(`/proc/${pid}/task`).flatMap((task) => children(pid, task))).toEqual([]);
    attaching.release();
    expect((await added).exitCode).toBe(0);
  });

  test.runIf(process.platform === 'linux')(
    'an executable that is not the very same file is started',
    async ({ skip }) => {
      skip(onWindows, 'a shell script is no delegate there; paths.test.ts mixes the packagers');
      const folder = mkdtempSync(join(tmpdir(), 'cni-bin-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const node = await PackagedNode.start(packager, 'overlay');
      copyFileSync(executable(packager, 'flannel'), join(folder, 'flannel'));
      const koffi = join(binFolder(packager), 'koffi.node');
      if (existsSync(koffi)) copyFileSync(koffi, join(folder, 'koffi.node'));
      linkSync(join(folder, 'flannel'), join(folder, 'win-overlay'));
      writeFileSync(
        join(folder, 'host-local'),
        '#!/bin/sh\ncat >/dev/null\n[ "$CNI_COMMAND" = ADD ] || exit 0\necho \'{"code":11,"msg":"by another vendor"}\'\nexit 1\n',
        { mode: 0o755 },
      );
      const outcome = await node.run('ADD', {}, 'flannel', node.config(), folder);
      const error = JSON.parse(outcome.stdout);
      expect(error).toMatchObject({ code: 11, msg: 'by another vendor' });
      expect(error.details).toContain('Reported by delegate "host-local"');
      expect(node.remains()).toEqual(NOTHING);
    },
  );
});

/** The process whose container this is. */
function pidOf(containerId: string): string {
  const found = readdirSync('/proc').find((entry) => {
    try {
      return readFileSync(`/proc/${entry}/environ`, 'utf8').includes(`CNI_CONTAINERID=${containerId}\0`);
    } catch {
      return false; // not a process, or gone since
    }
  });
  if (found === undefined) throw new Error(`no process has CNI_CONTAINERID=${containerId}`);
  return found;
}

/** Page faults of children that have ended: any child at all has some (proc(5), cminflt). */
function childFaults(pid: string): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '';
  return Number(afterName.split(' ')[8]);
}

function children(pid: string, task: string): string[] {
  return readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '');
}

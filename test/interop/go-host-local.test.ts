import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Command } from '../../lib/cni/parameters.ts';
import { realLocks } from '../../lib/host/real-locks.ts';
import { type Call, TestNode } from '../ipam/host-local/node.ts';
import {
  goAddresses,
  goAddressMeanwhile,
  goHostLocal,
  startGoAdd,
  untilLocks,
  whyNoGo,
} from './go-host-local.ts';

const missing = whyNoGo();

const dualStack = {
  ranges: [
    [
      { subnet: '10.1.0.0/28', rangeStart: '10.1.0.9', gateway: '10.1.0.12' },
      { subnet: '10.1.1.0/30', rangeStart: '10.1.1.0' },
    ],
    [{ subnet: 'fd00::/120' }],
  ],
};

describe.skipIf(missing !== undefined)(
  `the Go host-local${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    test('leaves the same files as ours, byte for byte, after the same calls', async () => {
      const [ours, theirs] = [new TestNode(), new TestNode()];
      const calls: [Command, Call][] = [
        ['ADD', { containerId: 'c1' }],
        ['ADD', { containerId: 'c1', ifName: 'eth1' }],
        ['ADD', { containerId: 'c2' }],
        ['DEL', { containerId: 'c1' }],
        ['ADD', { containerId: 'c3', args: 'IP=10.1.1.1' }], // the gateway of the second range: refused
        ['ADD', { containerId: 'c3', args: 'IP=10.1.1.0' }],
        ['ADD', { containerId: 'c4', args: 'IgnoreUnknown=1;K8S_POD_NAME=web' }],
        ['ADD', { containerId: 'c4' }], // a duplicate: refused
        ['DEL', { containerId: 'c3' }],
        ['ADD', { containerId: 'c5' }],
        ['ADD', { containerId: 'c6' }],
        ['ADD', { containerId: 'c7' }],
      ];
      for (const [command, call] of calls) {
        const mine = await answerOf(ours, command, call);
        const other = goHostLocal(command, theirs.config(dualStack), call);
        const text = `${command} ${JSON.stringify(call)}`;
        expect(mine, text).toEqual(other.exitCode === 0 ? (other.document.ips ?? []) : 'refused');
        expect(ours.disk(), text).toEqual(theirs.disk());
      }
      expect(modes(ours)).toEqual(modes(theirs));
    });

    test('takes turns with ours in one folder, in one round', async () => {
      const node = new TestNode();
      const config = node.config({ subnet: '10.1.0.0/29' });
      const given = [
        ...goAddresses(config, { containerId: 'c1' }),
        ...(await node.addresses(config, { containerId: 'c2' })),
        ...goAddresses(config, { containerId: 'c3' }),
        ...(await node.addresses(config, { containerId: 'c4' })),
      ];
      await node.del(config, { containerId: 'c1' });
      goHostLocal('DEL', config, { containerId: 'c2' });
      given.push(
        ...goAddresses(config, { containerId: 'c5' }),
        ...(await node.addresses(config, { containerId: 'c6' })),
        ...goAddresses(config, { containerId: 'c7' }),
      );
      expect(given.map((address) => address.at(-1)).join('')).toBe('2345623');
      await expect(node.add(config, { containerId: 'c8' })).rejects.toMatchObject({ code: 110 });
      expect(() => goAddresses(config, { containerId: 'c8' })).toThrow('no IP addresses available');
    });

    test('sees, refuses to repeat, checks and releases what ours leased', async () => {
      const node = new TestNode();
      const config = node.config({ ranges: [[{ subnet: '10.1.0.0/24' }], [{ subnet: 'fd00::/64' }]] });
      await node.add(config);
      expect(goHostLocal('CHECK', config).exitCode).toBe(0);
      expect(() => goAddresses(config)).toThrow('duplicate allocation is not allowed');
      expect(goHostLocal('CHECK', config).exitCode).toBe(0);
      expect(goHostLocal('DEL', config).exitCode).toBe(0);
      expect(Object.keys(node.disk())).toEqual(['last_reserved_ip.0', 'last_reserved_ip.1']);
    });

    test('has its leases seen, checked, collected and released by ours', async () => {
      const node = new TestNode();
      const config = node.config({ ranges: [[{ subnet: '10.1.0.0/24' }], [{ subnet: 'fd00::/64' }]] });
      goAddresses(config);
      goAddresses(config, { containerId: 'c2' });
      const ips = [{ address: '10.1.0.2/24' }, { address: 'fd00::2/64' }];
      await node.check({ ...config, prevResult: { cniVersion: '1.1.0', ips } });
      await expect(node.add(config)).rejects.toMatchObject({ code: 112 });
      await node.gc(config, [{ containerId: 'c1', ifName: 'eth0' }]);
      expect(Object.keys(node.disk())).not.toContain('10.1.0.3');
      await node.del(config);
      expect(Object.keys(node.disk())).toEqual(['last_reserved_ip.0', 'last_reserved_ip.1']);
    });

    test('gives no address twice while both allocate at once', async () => {
      const node = new TestNode();
      const config = node.config({ subnet: '10.1.0.0/24' });
      const others = Array.from({ length: 10 }, (_, index) => goAddressMeanwhile(config, `go${index}`));
      const ours = await Promise.all(
        Array.from({ length: 10 }, (_, index) => node.addresses(config, { containerId: `ours${index}` })),
      );
      expect(new Set([...ours.flat(), ...(await Promise.all(others))]).size).toBe(20);
    });

    test('waits while ours holds the lock', async () => {
      const node = new TestNode();
      const config = node.config({ subnet: '10.1.0.0/24' });
      await node.status(config); // makes the folder
      const folder = join(node.dataDir, 'pods');
      const go = await realLocks().hold(join(folder, 'lock'), () => {
        const child = startGoAdd(config, node.dataDir);
        untilLocks(child, 'awaited');
        expect(node.disk()).toEqual({});
        return child;
      });
      if (go.exitCode === null) await once(go, 'exit');
      expect(node.disk()).toEqual({ '10.1.0.2': 'go\r\neth0', 'last_reserved_ip.0': '10.1.0.2' });
    });

    test('keeps ours out while it holds the lock: code 11 after the time limit', async () => {
      const node = new TestNode({ locks: realLocks({ timeLimitMs: 100 }) });
      const config = node.config({ subnet: '10.1.0.0/24' });
      await node.status(config); // makes the folder
      execFileSync('mkfifo', [join(node.dataDir, 'pods', 'last_reserved_ip.0')]); // reading it blocks
      const go = startGoAdd(config, node.dataDir);
      onTestFinished(() => void go.kill('SIGKILL'));
      untilLocks(go, 'held');
      await expect(node.add(config)).rejects.toMatchObject({
        code: 11,
        message: expect.stringContaining(join(node.dataDir, 'pods', 'lock')),
      });
    });
  },
);

async function answerOf(node: TestNode, command: Command, call: Call): Promise<unknown> {
  const config = node.config(dualStack);
  if (command === 'DEL') return (await node.del(config, call)) ?? [];
  return await node.add(config, call).then(
    ({ ips }) => ips,
    () => 'refused',
  );
}

function modes(node: TestNode): Record<string, string> {
  const names = ['lock', ...Object.keys(node.disk())];
  const mode = (name: string) => statSync(join(node.dataDir, 'pods', name)).mode.toString(8);
  return Object.fromEntries(['.', ...names].map((name) => [name, mode(name)]));
}

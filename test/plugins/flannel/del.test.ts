import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CniError } from '../../../lib/cni/error.ts';
import { FlannelNode } from './flannel-node.ts';

let node: FlannelNode;
beforeEach(() => {
  node = new FlannelNode();
});
afterEach(() => node.remove());

/** As the Go plugin writes it. */
const REFERENCE_MADE =
  '{"cniVersion":"1.0.0","ipMasq":true,"ipMasqNetwork":"10.244.0.0/16","ipam":{"subnet":"10.244.3.0/24","type":"host-local"},"name":"cbr0","type":"win-overlay"}';

describe('DEL', () => {
  test('calls the delegate with the kept configuration and removes it, without flanneld', async () => {
    await node.run('ADD');
    const kept = JSON.parse(node.scratch().c1 ?? '');
    node.calls.length = 0;
    node.removeSubnetEnv();
    await node.run('DEL', { config: { delegate: { type: 'changed' } } });
    expect(node.calls[0]?.config).toEqual(kept);
    expect(node.takeCalls()).toEqual(['DEL win-bridge eth0']);
    expect(node.scratch()).toEqual({});
  });

  test('succeeds without the delegate when nothing is kept, and when repeated', async () => {
    await node.run('DEL');
    await node.run('ADD');
    await node.run('DEL');
    node.calls.length = 0;
    await node.run('DEL');
    expect(node.calls).toEqual([]);
  });

  test('keeps the file when the delegate fails, so that the next DEL calls it again', async () => {
    await node.run('ADD');
    node.refuse = () => new CniError({ code: 11, msg: 'HNS is restarting' });
    expect(await node.failure('DEL')).toMatchObject({ code: 11, message: 'HNS is restarting' });
    expect(Object.keys(node.scratch())).toEqual(['c1']);
    node.refuse = () => undefined;
    await node.run('DEL');
    expect(node.takeCalls().slice(1)).toEqual(['DEL win-bridge eth0', 'DEL win-bridge eth0']);
    expect(node.scratch()).toEqual({});
  });

  test.each(['DEL', 'CHECK'] as const)(
    '%s says where the configuration is that names a plugin which is gone',
    async (command) => {
      await node.run('ADD', { config: { delegate: { type: 'removed-since' } } });
      node.refuse = () =>
        new CniError({ code: 120, msg: 'Cannot find plugin "removed-since"', details: 'd' });
      const { code, details } = await node.failure(command);
      expect(code).toBe(120);
      expect(details).toContain(`ADD kept in ${join(node.dataDir, 'c1')}`);
    },
  );

  describe('of a pod whose configuration the delegate refuses', () => {
    const wrong = { delegate: { type: 'win-bridge', ipMasq: 'yes' } };
    beforeEach(async () => {
      node.refuse = ({ config }) =>
        typeof config.ipMasq === 'boolean' ? undefined : new CniError({ code: 7, msg: '"ipMasq" is wrong' });
      node.writeScratch('c1', { name: 'cbr0', cniVersion: '1.1.0', ...wrong.delegate });
    });

    test('succeeds once the configuration was mended, and leaves nothing', async () => {
      await node.run('DEL');
      expect(node.calls.map(({ config }) => config.ipMasq)).toEqual(['yes', true]);
      expect(node.scratch()).toEqual({});
    });

    test('fails while it was not, and keeps the file', async () => {
      expect(await node.failure('DEL', { config: wrong })).toMatchObject({
        code: 7,
        message: '"ipMasq" is wrong',
      });
      expect(Object.keys(node.scratch())).toEqual(['c1']);
    });

    test('is not left to a delegate of another type, which may not find what there is', async () => {
      const { code, details } = await node.failure('DEL', { config: { delegate: { type: 'win-overlay' } } });
      expect(code).toBe(7);
      expect(details).toContain(`ADD kept in ${join(node.dataDir, 'c1')}`);
      expect(node.takeCalls()).toEqual(['DEL win-bridge eth0']);
    });

    test('tells the refusal when no other configuration can be made', async () => {
      expect(await node.failure('DEL', { config: { delegate: { name: 'x' } } })).toMatchObject({
        code: 7,
        message: '"ipMasq" is wrong',
      });
    });
  });

  test('hands prevResult and runtimeConfig of the request on', async () => {
    await node.run('ADD');
    const request = { prevResult: { cniVersion: '1.1.0' }, runtimeConfig: { portMappings: [] } };
    await node.run('DEL', { config: request });
    expect(node.calls[1]?.config).toMatchObject(request);
  });

  test('of one interface leaves the other its configuration', async () => {
    await node.run('ADD');
    await node.run('ADD', { ifName: 'eth1', config: { delegate: { type: 'win-overlay' } } });
    await node.run('DEL', { ifName: 'eth1' });
    expect(Object.keys(node.scratch())).toEqual(['c1']);
    await node.run('DEL');
    expect(node.takeCalls().slice(2)).toEqual(['DEL win-overlay eth1', 'DEL win-bridge eth0']);
    expect(node.scratch()).toEqual({});
  });

  test('works without CNI_NETNS', async () => {
    await node.run('ADD', { netns: '2f6cd8a2-5b1c-4c39-8f2a-0d1a8f6f2b11' });
    await node.run('DEL', { netns: '' });
    expect(node.takeCalls()).toEqual(['ADD win-bridge eth0', 'DEL win-bridge eth0']);
    expect(node.scratch()).toEqual({});
  });
});

describe('DEL after an upgrade from the Go plugin', () => {
  test('finds the file of eth0', async () => {
    node.writeScratch('c1', REFERENCE_MADE);
    await node.run('DEL');
    expect(node.calls[0]?.config).toMatchObject({ type: 'win-overlay', ipMasqNetwork: '10.244.0.0/16' });
    expect(node.scratch()).toEqual({});
  });

  test('finds the file of another interface, and leaves it, for it may be that of eth0', async () => {
    node.writeScratch('c1', REFERENCE_MADE);
    await node.run('DEL', { ifName: 'eth1' });
    expect(node.takeCalls()).toEqual(['DEL win-overlay eth1']);
    expect(node.scratch()).toEqual({ c1: REFERENCE_MADE });
  });

  test('does not take the file of another network for its own', async () => {
    node.writeScratch('c1', REFERENCE_MADE.replace('cbr0', 'other'));
    await node.run('DEL', { ifName: 'eth1' });
    expect(node.calls).toEqual([]);
  });
});

describe('DEL with a torn file', () => {
  test.each(['', '{"cniVersion":"1.0.0","ipM', 'null', '{}', '{"type":"","name":"cbr0"}', '[]'])(
    '%j makes the configuration anew, calls the delegate and removes the file',
    async (torn) => {
      node.writeScratch('c1', torn);
      await node.run('DEL');
      expect(node.takeCalls()).toEqual(['DEL win-bridge eth0']);
      expect(node.scratch()).toEqual({});
    },
  );

  test('of a further interface likewise', async () => {
    node.writeScratch('c1@eth1', '');
    await node.run('DEL', { ifName: 'eth1' });
    expect(node.takeCalls()).toEqual(['DEL win-bridge eth1']);
    expect(node.scratch()).toEqual({});
  });

  test('has the subnet from subnet.env', async () => {
    node.writeScratch('c1', '');
    await node.run('DEL');
    expect(node.calls[0]?.config.ipam).toEqual({ type: 'host-local', subnet: '10.244.3.0/24' });
  });

  test('and without subnet.env names the IPAM plugin alone', async () => {
    node.writeScratch('c1', '');
    node.removeSubnetEnv();
    await node.run('DEL', { config: { ipam: { dataDir: '/x' } } });
    expect(node.calls[0]?.config.ipam).toEqual({ type: 'host-local', dataDir: '/x' });
    expect(node.scratch()).toEqual({});
  });
});

describe('DEL in a shared sandbox', () => {
  const workload = { containerId: 'workload', netns: 'container:sandbox' };

  test('leaves the sandbox its file, so that its own DEL still calls the delegate', async () => {
    await node.run('ADD', { containerId: 'sandbox' });
    await node.run('ADD', workload);
    await node.run('DEL', workload);
    expect(Object.keys(node.scratch())).toEqual(['sandbox']);
    await node.run('DEL', { containerId: 'sandbox' });
    expect(node.scratch()).toEqual({});
    expect(node.calls.map(({ command, parameters }) => `${command} ${parameters.containerId}`)).toEqual([
      'ADD sandbox',
      'ADD workload',
      'DEL workload',
      'DEL sandbox',
    ]);
  });

  test('whose file is gone still calls the delegate', async () => {
    await node.run('DEL', workload);
    expect(node.takeCalls()).toEqual(['DEL win-bridge eth0']);
  });
});

test.skipIf(process.platform === 'win32')('files and their folder are for their owner alone', async () => {
  const { statSync } = await import('node:fs');
  await node.run('ADD');
  expect(statSync(node.dataDir).mode & 0o777).toBe(0o700);
  expect(statSync(`${node.dataDir}/c1`).mode & 0o777).toBe(0o600);
});

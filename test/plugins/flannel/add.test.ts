import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { l2bridgeNetwork, overlayNetwork } from '../../../conformance/simulated-hns/fixtures.ts';
import { CniError } from '../../../lib/cni/error.ts';
import { DelegateAddFailure } from '../../../lib/delegate/add-failure.ts';
import { FlannelNode } from './flannel-node.ts';

let node: FlannelNode;
beforeEach(() => {
  node = new FlannelNode();
});
afterEach(() => node.remove());

describe('ADD', () => {
  test('keeps the delegate’s configuration before the delegate runs, and answers with its result as it is', async () => {
    let kept: object = {};
    node.refuse = () => {
      kept = node.scratch();
      return undefined;
    };
    const result = await node.run('ADD');
    expect(result).toEqual({ cniVersion: '1.0.0', ips: [{ address: '10.244.3.9/24' }] });
    expect(kept).toEqual({
      c1: '{"cniVersion":"1.1.0","ipMasq":true,"ipMasqNetwork":"10.244.0.0/16","ipam":{"subnet":"10.244.3.0/24","type":"host-local"},"name":"cbr0","type":"win-bridge"}',
    });
    expect(node.scratch()).toEqual(kept);
    expect(JSON.stringify(node.calls[0]?.config)).toBe(node.scratch().c1);
  });

  test('hands prevResult to the delegate and does not keep it', async () => {
    const prevResult = { cniVersion: '1.1.0', ips: [{ address: '10.9.9.9/24' }] };
    await node.run('ADD', { config: { prevResult } });
    expect(node.calls[0]?.config.prevResult).toEqual(prevResult);
    expect(node.scratch().c1).not.toContain('prevResult');
  });

  test('keeps a file of its own for every further interface', async () => {
    await node.run('ADD');
    await node.run('ADD', { ifName: 'eth1', config: { delegate: { type: 'win-overlay' } } });
    expect(Object.keys(node.scratch())).toEqual(['c1', 'c1@eth1']);
    expect(node.scratch().c1).toContain('"type":"win-bridge"');
    expect(node.scratch()['c1@eth1']).toContain('"type":"win-overlay"');
  });

  test.each([
    { network: overlayNetwork({ name: 'cbr0', subnet: '10.244.3.0/24' }), type: 'win-overlay' },
    { network: l2bridgeNetwork({ name: 'cbr0', subnet: '10.244.3.0/24' }), type: 'win-bridge' },
    { network: overlayNetwork({ name: 'other', subnet: '10.244.3.0/24' }), type: 'win-bridge' },
    { network: undefined, type: 'win-bridge' },
  ])('delegates to $type where HNS has the network $network.Name of type $network.Type', async (row) => {
    node.hnsNetworks = row.network && [row.network];
    await node.run('ADD', { config: { delegate: {} } });
    expect(node.takeCalls()).toEqual([`ADD ${row.type} eth0`]);
  });

  test('leaves the choice to the user where HNS has a network of another type', async () => {
    node.hnsNetworks = [overlayNetwork({ name: 'cbr0', subnet: '10.244.3.0/24' })];
    await node.run('ADD');
    expect(node.takeCalls()).toEqual(['ADD win-bridge eth0']);
  });

  test('does not take a mistake of ours for HNS being out of reach', async () => {
    node.hnsFailure = new TypeError('a mistake');
    await expect(node.run('ADD', { config: { delegate: {} } })).rejects.toThrow('a mistake');
  });

  test('of a configuration without a version asks the delegate for 0.2.0', async () => {
    await node.run('ADD', { config: { cniVersion: '' } });
    expect(node.calls[0]?.config.cniVersion).toBe('0.2.0');
  });
});

describe('ADD in a shared sandbox', () => {
  const shared = { containerId: 'workload', netns: 'container:sandbox' };

  test('uses the sandbox’s configuration and leaves its file alone', async () => {
    await node.run('ADD', { containerId: 'sandbox' });
    const before = node.scratch();
    node.writeSubnetEnv('');
    await node.run('ADD', { ...shared, config: { delegate: { type: 'other' } } });
    expect(node.takeCalls()).toEqual(['ADD win-bridge eth0', 'ADD win-bridge eth0']);
    expect(node.scratch()).toEqual(before);
  });

  test('whose file is gone makes the configuration anew, and writes none', async () => {
    await node.run('ADD', shared);
    expect(node.takeCalls()).toEqual(['ADD win-bridge eth0']);
    expect(node.scratch()).toEqual({});
  });

  test('of the container itself is its own', async () => {
    await node.run('ADD', { containerId: 'sandbox', netns: 'container:sandbox' });
    expect(Object.keys(node.scratch())).toEqual(['sandbox']);
  });
});

describe('a failed ADD', () => {
  const refusal = new CniError({ code: 103, msg: 'refused', details: 'by HNS' });

  test('leaves no file when the delegate has undone its work', async () => {
    node.refuse = () => new DelegateAddFailure({ ...addFailure, undone: true });
    expect(await node.failure('ADD')).toMatchObject({ code: 103, message: 'refused' });
    expect(node.scratch()).toEqual({});
  });

  test('whose delegate has undone an earlier attachment along with it leaves no file either', async () => {
    await node.run('ADD');
    node.refuse = () => new DelegateAddFailure({ ...addFailure, undone: true });
    await node.failure('ADD');
    expect(node.scratch()).toEqual({});
  });

  test('keeps the file when something may remain, for the DEL to come', async () => {
    node.refuse = () => new DelegateAddFailure({ ...addFailure, undone: false });
    await node.failure('ADD');
    expect(Object.keys(node.scratch())).toEqual(['c1']);
    node.refuse = () => undefined;
    await node.run('DEL');
    expect(node.takeCalls()).toEqual(['ADD win-bridge eth0', 'DEL win-bridge eth0']);
    expect(node.scratch()).toEqual({});
  });

  test('whose delegate never ran leaves an earlier attachment its file', async () => {
    await node.run('ADD');
    const before = node.scratch();
    node.refuse = () => refusal;
    await node.failure('ADD', { config: { delegate: { type: 'missing' } } });
    expect(node.scratch()).toEqual(before);
  });

  test('whose delegate never ran leaves no file of its own', async () => {
    node.refuse = () => refusal;
    await node.failure('ADD');
    expect(node.scratch()).toEqual({});
  });

  test('in a shared sandbox leaves the sandbox its file', async () => {
    await node.run('ADD', { containerId: 'sandbox' });
    const before = node.scratch();
    node.refuse = () => new DelegateAddFailure({ ...addFailure, undone: true });
    await node.failure('ADD', { containerId: 'workload', netns: 'container:sandbox' });
    expect(node.scratch()).toEqual(before);
  });

  const addFailure = { code: 103, msg: 'refused', details: 'by HNS' };
});

describe('ADD is refused, and the delegate not called,', () => {
  test.each<{ title: string; config: object; code: number; says: string }>([
    {
      title: 'with delegate.name',
      config: { delegate: { name: 'x' } },
      code: 7,
      says: '"name": flannel sets it',
    },
    {
      title: 'with delegate.ipam',
      config: { delegate: { ipam: {} } },
      code: 7,
      says: '"ipam": flannel sets it',
    },
    {
      title: 'with a type that is a number',
      config: { delegate: { type: 5 } },
      code: 7,
      says: '"type" of "delegate"',
    },
    {
      title: 'with a type that is null',
      config: { delegate: { type: null } },
      code: 7,
      says: '"type" of "delegate"',
    },
    { title: 'with a delegate that is a string', config: { delegate: 'x' }, code: 7, says: '"delegate"' },
    { title: 'with an ipam that is an array', config: { ipam: [] }, code: 7, says: '"ipam"' },
    { title: 'with an empty dataDir', config: { dataDir: '' }, code: 7, says: '"dataDir" is empty' },
    { title: 'with an empty subnetFile', config: { subnetFile: '' }, code: 7, says: '"subnetFile" is empty' },
    {
      title: 'without subnet.env',
      config: { subnetFile: '/nowhere/x.env' },
      code: 11,
      says: '/nowhere/x.env',
    },
    { title: 'with a folder for subnet.env', config: { subnetFile: '/' }, code: 130, says: 'Cannot read /' },
    { title: 'with a file for dataDir', config: { dataDir: '/dev/null' }, code: 5, says: '/dev/null' },
  ])('$title', async ({ config, code, says }) => {
    const failure = await node.failure('ADD', { config: { ...config } });
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(says);
    expect(node.calls).toEqual([]);
    expect(node.scratch()).toEqual({});
  });

  test('with a CNI_NETNS that would leave the folder of scratch files', async () => {
    const failure = await node.failure('ADD', { netns: 'container:../../x' });
    expect(failure).toMatchObject({ code: 4 });
    expect(node.calls).toEqual([]);
  });

  test('on a malformed line of subnet.env, which is named', async () => {
    node.writeSubnetEnv('FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3/24\n');
    const failure = await node.failure('ADD');
    expect(failure).toMatchObject({ code: 130, message: `Cannot understand line 2 of ${node.subnetFile}` });
    expect(failure.details).toContain('"FLANNEL_SUBNET=10.244.3/24": expected one IPv4 subnet');
  });
});

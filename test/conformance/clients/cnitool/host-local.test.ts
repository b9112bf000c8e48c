import { describe, expect, test } from 'vitest';
import { ClientNode, NOTHING } from '../client-node.ts';
import { CLIENTS } from './cases.ts';
import { added, collected, failed, silent } from './outcome.ts';

const RANGES = [[{ subnet: '10.9.0.0/29' }], [{ subnet: 'fd00:9::/125' }]];

describe.each(CLIENTS)('$client.name: host-local alone, $packager executables', ({ client, packager }) => {
  async function start(): Promise<ClientNode> {
    const node = await ClientNode.start({ packager, backend: 'overlay' });
    const ipam = { type: 'host-local', dataDir: node.leaseFolder, ranges: RANGES };
    node.writeList({}, { type: 'host-local', ipam, capabilities: { ips: true } });
    return node;
  }

  test('leases an address of each range set, checks and releases them', async () => {
    const node = await start();
    silent(await node.run(client, 'status'));
    const result = added(await node.run(client, 'add'));
    expect(result.ips).toEqual([
      { address: '10.9.0.2/29', gateway: '10.9.0.1' },
      { address: 'fd00:9::2/125', gateway: 'fd00:9::1' },
    ]);
    expect(node.remains().leases).toEqual(['10.9.0.2', 'fd00:9::2']);
    silent(await node.run(client, 'check'));
    silent(await node.run(client, 'del'));
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('leases the address asked for as a capability', async () => {
    const node = await start();
    const environment = { CAP_ARGS: '{"ips":["10.9.0.5"]}' };
    expect(added(await node.run(client, 'add', { environment })).ips).toMatchObject([
      { address: '10.9.0.5/29' },
      { address: 'fd00:9::2/125' },
    ]);
    failed(await node.run(client, 'add', { pod: 'pod-2', environment }), '10.9.0.5');
    silent(await node.run(client, 'del', { environment }));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('is not ready without a free address, and is again after gc', async () => {
    const node = await start();
    for (const pod of ['pod-1', 'pod-2', 'pod-3', 'pod-4', 'pod-5'])
      added(await node.run(client, 'add', { pod }));
    failed(await node.run(client, 'status'), '10.9.0.1-10.9.0.6');
    failed(await node.run(client, 'add', { pod: 'pod-6' }), '10.9.0.1-10.9.0.6');
    collected(await node.run(client, 'gc'));
    silent(await node.run(client, 'status'));
    expect(node.remains()).toEqual(NOTHING);
  });
});

import { describe, expect, test } from 'vitest';
import { namespaceOf } from '../../../executables/packaged-node.ts';
import { ClientNode, NOTHING } from '../client-node.ts';
import { NETWORKS } from './cases.ts';
import { added, failed, silent } from './outcome.ts';

const title = '$client.name: a pod on $backend, $packager executables';

describe.each(NETWORKS)(title, ({ client, packager, backend, address, gateway }) => {
  const start = (more: object = {}) => ClientNode.start({ packager, backend, ...more });

  test('is attached, checked and deleted, and nothing remains', async () => {
    const node = await start();
    silent(await node.run(client, 'status'));
    const result = added(await node.run(client, 'add'));
    expect(result).toMatchObject({
      cniVersion: '1.1.0',
      interfaces: [{ name: 'eth0', sandbox: expect.stringContaining(namespaceOf('pod-1')) }],
      ips: [{ address: `${address}/24`, gateway, interface: 0 }],
      routes: [{ dst: '0.0.0.0/0', gw: gateway }],
    });
    expect(node.remains()).toEqual({ endpoints: [[address]], leases: [address], flannel: 1, results: 1 });
    expect(node.endpoints()).toMatchObject([{ HostComputeNamespace: namespaceOf('pod-1') }]);
    silent(await node.run(client, 'check'));
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('has an address of each family on a dual-stack node', async () => {
    const node = await start({ dualStack: true });
    const result = added(await node.run(client, 'add'));
    expect(result.ips).toMatchObject([
      { address: `${address}/24`, gateway, interface: 0 },
      { address: 'fd00:10:244:1::2/64', gateway: 'fd00:10:244:1::1', interface: 0 },
    ]);
    expect(result.routes).toMatchObject([{ dst: '0.0.0.0/0' }, { dst: '::/0', gw: 'fd00:10:244:1::1' }]);
    expect(node.remains().endpoints).toEqual([[address, 'fd00:10:244:1::2']]);
    silent(await node.run(client, 'check'));
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('has the ports and the DNS servers that CAP_ARGS gives it', async () => {
    const node = await start();
    const environment = {
      CAP_ARGS: JSON.stringify({
        portMappings: [
          { hostPort: 8080, containerPort: 80, protocol: 'tcp' },
          { hostPort: 5353, containerPort: 53, protocol: 'udp' },
        ],
        dns: { servers: ['10.96.0.10'], searches: ['default.svc.cluster.local'] },
        mac: '00-11-22-33-44-55', // flannel does not declare it
      }),
    };
    const result = added(await node.run(client, 'add', { environment }));
    expect(result).toMatchObject({
      dns: { nameservers: ['10.96.0.10'], search: ['default.svc.cluster.local'] },
    });
    expect(node.endpoints()).toMatchObject([
      {
        Policies: expect.arrayContaining([
          {
            Type: 'PortMapping',
            Settings: expect.objectContaining({ ExternalPort: 8080, InternalPort: 80 }),
          },
          {
            Type: 'PortMapping',
            Settings: expect.objectContaining({ ExternalPort: 5353, InternalPort: 53 }),
          },
        ]),
        Dns: { ServerList: ['10.96.0.10'] },
      },
    ]);
    silent(await node.run(client, 'check', { environment }));
    silent(await node.run(client, 'del', { environment }));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('is answered the same when it is added again, and has one address', async () => {
    const node = await start();
    const first = await node.run(client, 'add');
    expect(await node.run(client, 'add')).toEqual(first);
    expect(node.remains()).toEqual({ endpoints: [[address]], leases: [address], flannel: 1, results: 1 });
    silent(await node.run(client, 'check'));
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('is deleted any number of times, also one that never was', async () => {
    const node = await start();
    silent(await node.run(client, 'del'));
    added(await node.run(client, 'add'));
    for (const _ of [1, 2, 3]) silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('has a second interface, which is checked and deleted alone', async () => {
    const node = await start();
    const environment = { CNI_IFNAME: 'net1' };
    added(await node.run(client, 'add'));
    const second = added(await node.run(client, 'add', { environment }));
    expect(second.interfaces).toMatchObject([{ name: 'net1' }]);
    silent(await node.run(client, 'check', { environment }));
    silent(await node.run(client, 'del', { environment }));
    expect(node.remains()).toEqual({ endpoints: [[address]], leases: [address], flannel: 1, results: 1 });
    silent(await node.run(client, 'check'));
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('gets the address CNI_ARGS asks for, among what Kubernetes passes', async () => {
    const node = await start();
    const environment = { CNI_ARGS: 'IgnoreUnknown=1;K8S_POD_NAME=web-0;IP=10.244.1.77' };
    const result = added(await node.run(client, 'add', { environment }));
    expect(result.ips).toMatchObject([{ address: '10.244.1.77/24' }]);
    silent(await node.run(client, 'check', { environment }));
    silent(await node.run(client, 'del', { environment }));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('does not pass CHECK when its endpoint was deleted behind its back, and is deleted all the same', async () => {
    const node = await start();
    added(await node.run(client, 'add'));
    await node.hns.api().HcnDeleteEndpoint(node.endpoints()[0]?.ID as never);
    failed(await node.run(client, 'check'), node.network);
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });
});

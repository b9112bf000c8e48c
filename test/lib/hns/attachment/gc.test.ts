import { describe, expect, test } from 'vitest';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { BRIDGE_ID, POD_2, WindowsNode } from '../../../plugins/windows-node.ts';

async function nodeWithThree(options = {}) {
  const node = new WindowsNode(winBridge, options);
  await node.add(node.config(), { containerId: 'pod1' });
  await node.add(node.config(), { containerId: 'pod1', ifName: 'net1' });
  await node.add(node.config(), { containerId: 'pod2', netns: POD_2 });
  return node;
}

const names = (node: WindowsNode) => node.podEndpoints().map(({ Name }) => Name);

describe('GC', () => {
  test('removes endpoints and leases of attachments that are not valid, and no others', async () => {
    const node = await nodeWithThree();
    await node.gc([['pod2', 'eth0']]);
    expect(names(node)).toEqual(['pod2_cbr0']);
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod2 eth0']);
  });

  test('goes by interface: the endpoint of eth0 goes while another interface of its container stays', async () => {
    const node = await nodeWithThree();
    await node.gc([['pod1', 'net1']]);
    expect(names(node)).toEqual(['pod1_cbr0_net1']);
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 net1']);
  });

  test('goes by interface: another interface goes while eth0 stays', async () => {
    const node = await nodeWithThree();
    await node.gc([['pod1', 'eth0']]);
    expect(names(node)).toEqual(['pod1_cbr0']);
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 eth0']);
  });

  test('keeps the plain name, which an older plugin may have given, with its container and with its lease', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    await node.gc([['pod1', 'net1']]);
    expect(names(node)).toEqual(['pod1_cbr0']);
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 eth0']);
  });

  test("leaves the host's own: flanneld's endpoint, kube-proxy's and its lease, other nodes', other networks'", async () => {
    const node = new WindowsNode(winBridge);
    const own = [
      { Name: '', HostComputeNetwork: BRIDGE_ID, IpConfigurations: [{ IpAddress: '10.244.1.7' }] },
      { Name: 'my-endpoint', HostComputeNetwork: BRIDGE_ID },
      { Name: 'pod9_cbr0', HostComputeNetwork: BRIDGE_ID, Flags: 1 },
    ];
    node.tamper(({ endpoints }) => ({ endpoints: [...endpoints, ...own] }));
    node.lease('cbr0', '10.244.1.7', 'dummy dummy');
    const before = node.hns.dump().endpoints;
    await node.gc([]);
    expect(node.hns.dump().endpoints).toEqual(before);
    expect(node.leases('cbr0')).toEqual({ '10.244.1.7': 'dummy dummy' });
    // Another IPAM plugin than ours may not know of kube-proxy's lease.
    const list = [{ containerID: 'dummy', ifname: 'dummy' }];
    expect(node.ipamCalls.at(-1)?.config).toMatchObject({
      'cni.dev/valid-attachments': list,
      'cni.dev/attachments': list,
    });
  });

  test('removes nothing without a list, and says so', async () => {
    const node = await nodeWithThree();
    await node.gcWithoutList();
    expect(names(node)).toHaveLength(3);
    expect(node.warnings).toMatchObject([{ fields: { network: 'cbr0' } }]);
    expect(node.ipamCalls.map(({ command }) => command)).not.toContain('GC');
  });

  test('goes on after an endpoint that cannot be removed, keeps its lease, and reports it', async () => {
    const node = await nodeWithThree();
    node.hns.fail('HcnDeleteEndpoint', { nth: 1, hresult: 0x80004005 });
    await expect(node.gc([])).rejects.toMatchObject({
      code: 103,
      message: expect.stringContaining('"pod1_cbr0"'),
    });
    expect(names(node)).toEqual(['pod1_cbr0']);
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 eth0']);
    await node.gc([]);
    expect(node.leases('cbr0')).toEqual({});
  });

  test('reports every failure, the IPAM plugin too', async () => {
    const node = await nodeWithThree({
      delegates: (healthy: object) => ({
        ...healthy,
        gc: async () => {
          throw new Error('the store is broken');
        },
      }),
    });
    node.hns.failAlways('HcnDeleteEndpoint', 0x80004005);
    await expect(node.gc([])).rejects.toMatchObject({
      message: expect.stringContaining('"pod1_cbr0"'),
      details: expect.stringMatching(/"pod1_cbr0_net1".*"pod2_cbr0".*the store is broken/s),
    });
  });

  test('releases leases when the network is gone with its endpoints', async () => {
    const node = await nodeWithThree();
    node.tamper(() => ({ networks: [], endpoints: [], namespaces: [] }));
    await node.gc([['pod2', 'eth0']]);
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod2 eth0']);
  });
});

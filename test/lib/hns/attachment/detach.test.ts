import { describe, expect, test } from 'vitest';
import { CniError, CniErrorCode } from '../../../../lib/cni/error.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';
import { parseGuid } from '../../../../lib/hns/guid.ts';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { BRIDGE_ID, POD_1, POD_2, WindowsNode } from '../../../plugins/windows-node.ts';

/** As the Go plugin makes and reports it: named after container and network, whatever the interface. */
const REFERENCE_ENDPOINT: JsonObject = {
  Name: 'pod1_cbr0',
  HostComputeNetwork: BRIDGE_ID,
  HostComputeNamespace: POD_1,
  IpConfigurations: [{ IpAddress: '10.244.1.7' }],
  Routes: [{ NextHop: '10.244.1.2', DestinationPrefix: '0.0.0.0/0' }],
};
const REFERENCE_RESULT = {
  cniVersion: '1.0.0',
  interfaces: [{ name: 'pod1_cbr0', mac: '00-15-5d-00-00-01' }],
  ips: [{ address: '10.244.1.7/24', gateway: '10.244.1.2' }],
} as const;

describe('DEL', () => {
  test('detaches, deletes, then releases', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    const before = node.hns.journal.length;
    const order: string[] = [];
    await node.del();
    for (const { function: name } of node.hns.journal.slice(before)) order.push(name);
    expect(order.indexOf('HcnModifyNamespace')).toBeLessThan(order.indexOf('HcnDeleteEndpoint'));
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases('cbr0')).toEqual({});
    expect(node.hns.dump().namespaces).toMatchObject([{ Resources: [] }, { Resources: [] }]);
  });

  test('twice is as good as once', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    await node.del();
    await node.del();
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['ADD', 'DEL', 'DEL']);
  });

  test.each<{ when: string; prepare: (node: WindowsNode) => unknown; netns?: string }>([
    { when: 'the runtime no longer knows the namespace', prepare: () => undefined, netns: '' },
    {
      when: 'the namespace is gone',
      prepare: (node) => node.hns.api().HcnDeleteNamespace(parseGuid(POD_1) ?? expect.unreachable()),
    },
    {
      when: 'the endpoint is gone',
      prepare: (node) =>
        node.tamper(({ endpoints }) => ({ endpoints: endpoints.slice(0, 1), namespaces: [] })),
    },
    {
      when: 'the HNS network is gone with all endpoints',
      prepare: (node) => node.tamper(() => ({ networks: [], endpoints: [], namespaces: [] })),
    },
  ])('when $when leaves nothing', async ({ prepare, netns = POD_1 }) => {
    const node = new WindowsNode(winBridge);
    await node.add();
    await prepare(node);
    await node.del(node.config(), { netns });
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases('cbr0')).toEqual({});
  });

  test.each(['HcnModifyNamespace', 'HcnDeleteEndpoint'] as const)(
    'keeps the address while the endpoint holds it: %s fails',
    async (name) => {
      const node = new WindowsNode(winBridge);
      await node.add();
      node.hns.fail(name, { hresult: 0x80004005 });
      await expect(node.del()).rejects.toMatchObject({ code: 103 });
      expect(node.leases('cbr0')).toEqual({ '10.244.1.3': 'pod1 eth0' });
      await node.del();
      expect(node.leases('cbr0')).toEqual({});
    },
  );

  test('keeps the address when HNS cannot be reached', async () => {
    const node = new WindowsNode(winBridge, {
      noHns: () => {
        throw new CniError({ code: CniErrorCode.hnsUnavailable, msg: 'no HNS' });
      },
    });
    node.lease('cbr0', '10.244.1.7', 'pod1 eth0');
    await expect(node.del()).rejects.toMatchObject({ code: 100 });
    expect(node.leases('cbr0')).toEqual({ '10.244.1.7': 'pod1 eth0' });
  });

  test('is not kept by a configuration whose policies have become wrong', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    await node.del(
      node.config({ policies: [{ name: 'EndpointPolicy', value: { Type: 'X' } }], ipMasqNetwork: 'x' }),
    );
    expect(node.podEndpoints()).toEqual([]);
  });
});

describe('DEL after an upgrade from the Go plugin', () => {
  const upgraded = () => {
    const node = new WindowsNode(winBridge);
    node.tamper(({ endpoints }) => ({ endpoints: [...endpoints, REFERENCE_ENDPOINT] }));
    return node;
  };

  test('finds the endpoint the Go plugin made', async () => {
    const node = upgraded();
    node.lease('cbr0', '10.244.1.7', 'pod1 eth0');
    await node.del();
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases('cbr0')).toEqual({});
  });

  test('finds that of another interface when the previous result proves whose it is', async () => {
    const node = upgraded();
    await node.del(node.config(), { ifName: 'net1', prevResult: REFERENCE_RESULT });
    expect(node.podEndpoints()).toEqual([]);
  });

  test.each([
    { what: 'no previous result', prevResult: undefined },
    {
      what: 'a previous result with another address',
      prevResult: { ...REFERENCE_RESULT, ips: [{ address: '10.244.1.8/24' }] },
    },
  ])("leaves an endpoint that may be eth0's: $what", async ({ prevResult }) => {
    const node = upgraded();
    await node.del(node.config(), { ifName: 'net1', ...(prevResult && { prevResult }) });
    expect(node.endpoint()).toMatchObject({ Name: 'pod1_cbr0' });
  });

  test('an endpoint in another namespace than CNI_NETNS is still its own, by name', async () => {
    const node = upgraded();
    await node.del(node.config(), { netns: POD_2 });
    expect(node.podEndpoints()).toEqual([]);
  });
});

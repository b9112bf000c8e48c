import { describe, expect, test } from 'vitest';
import { l2bridgeNetwork } from '../../../../conformance/simulated-hns/fixtures.ts';
import type { StateDocument } from '../../../../conformance/simulated-hns/state.ts';
import { CniError, CniErrorCode } from '../../../../lib/cni/error.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';
import type { HnsDriver } from '../../../../lib/hns/driver.ts';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { BRIDGE_ID, POD_1, POD_2, WindowsNode } from '../../../plugins/windows-node.ts';

const OTHER_ID = 'A4F0C9B2-7D31-4E5C-9C55-1B2D6E8F7A11';

/** An endpoint of pod 1 that was made and not attached. */
const LEFTOVER: JsonObject = {
  Name: 'pod1_cbr0',
  HostComputeNetwork: BRIDGE_ID,
  IpConfigurations: [{ IpAddress: '10.244.1.7' }],
};

describe('a repeated ADD', () => {
  test('answers the attachment that is there, without asking IPAM', async () => {
    const node = new WindowsNode(winBridge);
    const config = node.config({ dns: { nameservers: ['10.96.0.10'] } });
    const first = await node.add(config);
    const before = node.podEndpoints();
    const asked = node.ipamCalls.length;
    expect(await node.add(config)).toEqual(first);
    expect(node.ipamCalls).toHaveLength(asked);
    expect(node.podEndpoints()).toEqual(before);
  });

  test('is refused while the endpoint serves another live namespace, and leaves it alone', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    const before = node.podEndpoints();
    await expect(node.add(node.config(), { netns: POD_2 })).rejects.toMatchObject({
      code: 105,
      details: expect.stringMatching(`${POD_1}.*${POD_2}`),
    });
    expect(node.podEndpoints()).toEqual(before);
    expect(node.leases('cbr0')).toEqual({ '10.244.1.3': 'pod1 eth0' });
  });
});

describe('ADD in a namespace that has endpoints', () => {
  test.each([
    { apiVersion: 2, what: 'the HCN API' },
    { apiVersion: 1, what: 'version 1' },
  ])('is refused for an interface name that another container has there: $what', async ({ apiVersion }) => {
    const node = new WindowsNode(winBridge);
    const config = node.config({ apiVersion });
    await node.add(config);
    const before = node.podEndpoints();
    await expect(node.add(config, { containerId: 'pod2', netns: POD_1 })).rejects.toMatchObject({
      code: 105,
      message: expect.stringContaining('"eth0"'),
      details: expect.stringContaining('pod1_cbr0'),
    });
    expect(node.podEndpoints()).toEqual(before);
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 eth0']);
  });

  test('is not refused for another name, and not in another namespace', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    await node.add(node.config(), { containerId: 'pod2', netns: POD_1, ifName: 'net1' });
    await node.add(node.config(), { containerId: 'pod3', netns: POD_2 });
    expect(node.podEndpoints()).toHaveLength(3);
  });
});

describe('ADD behind another plugin of a chain (§5, ADD Success)', () => {
  const prevResult = {
    cniVersion: '1.1.0',
    interfaces: [{ name: 'net0', sandbox: POD_1 }],
    ips: [{ address: '192.0.2.7/24', interface: 0 }, { address: '192.0.2.8/24' }],
    routes: [{ dst: '198.51.100.0/24', gw: '192.0.2.1' }],
    dns: { domain: 'example.org' },
  };

  test('answers what the others did and what it has added, and CHECK takes that', async () => {
    const node = new WindowsNode(winBridge);
    const result = await node.add(node.config({ prevResult }));
    expect(result).toMatchObject({
      interfaces: [prevResult.interfaces[0], { name: 'eth0', sandbox: POD_1 }],
      ips: [...prevResult.ips, { address: '10.244.1.3/24', interface: 1 }],
      routes: [prevResult.routes[0], { dst: '0.0.0.0/0', gw: '10.244.1.2' }],
      dns: prevResult.dns,
    });
    await node.check(node.config({ prevResult: result as unknown as JsonObject }), {});
  });

  test('a repeated ADD does as well', async () => {
    const node = new WindowsNode(winBridge);
    const first = await node.add(node.config({ prevResult }));
    expect(await node.add(node.config({ prevResult }))).toEqual(first);
  });
});

describe('ADD after an ADD that was cut short', () => {
  test('a lease without an endpoint is released and taken anew', async () => {
    const node = new WindowsNode(winBridge);
    node.lease('cbr0', '10.244.1.7', 'pod1 eth0');
    await node.add();
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 eth0']);
    expect(node.endpoint().HostComputeNamespace).toBe(POD_1);
  });

  test('a detached endpoint is removed with its lease, then all is made anew', async () => {
    const node = new WindowsNode(winBridge);
    node.lease('cbr0', '10.244.1.7', 'pod1 eth0');
    node.tamper(({ endpoints }) => ({ endpoints: [...endpoints, LEFTOVER] }));
    const result = await node.add();
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['DEL', 'ADD']);
    expect(node.endpoint()).toMatchObject({ Name: 'pod1_cbr0', HostComputeNamespace: POD_1 });
    expect(Object.keys(node.leases('cbr0'))).toEqual([result.ips?.[0]?.address.replace('/24', '')]);
  });

  test('an endpoint that names a namespace that is gone is removed too', async () => {
    const node = new WindowsNode(winBridge, { driver: withoutNamespaces });
    node.lease('cbr0', '10.244.1.7', 'pod1 eth0');
    const endpoint = { ...LEFTOVER, HostComputeNamespace: POD_2 };
    node.tamper(({ endpoints }) => ({ endpoints: [...endpoints, endpoint] }));
    await node.add();
    expect(node.endpoint()).toMatchObject({ Name: 'pod1_cbr0', HostComputeNamespace: POD_1 });
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 eth0']);
  });

  test('an endpoint on the network as it was before flanneld made it anew is removed', async () => {
    const node = new WindowsNode(winBridge);
    node.lease('cbr0', '10.244.1.7', 'pod1 eth0');
    node.tamper((state) => withEndpointOnOtherNetwork(state, { network: 'cbr0', name: 'pod1_cbr0' }));
    await node.add();
    expect(node.endpoint()).toMatchObject({ HostComputeNetwork: BRIDGE_ID, HostComputeNamespace: POD_1 });
    expect(Object.values(node.leases('cbr0'))).toEqual(['pod1 eth0']);
  });

  test('an endpoint that is eth0 of another network, though the names read alike, is left alone', async () => {
    const node = new WindowsNode(winBridge);
    node.tamper((state) =>
      withEndpointOnOtherNetwork(state, { network: 'cbr0_net1', name: 'pod1_cbr0_net1' }),
    );
    await expect(node.add(node.config(), { ifName: 'net1' })).rejects.toMatchObject({
      code: 105,
      details: expect.stringContaining('"cbr0_net1"'),
    });
    await node.del(node.config(), { ifName: 'net1' });
    expect(node.endpoint().HostComputeNetwork).toBe(OTHER_ID);
  });
});

describe('the order of effects', () => {
  test('IPAM is not asked to release what it never gave', async () => {
    const calls: string[] = [];
    const node = new WindowsNode(winBridge, {
      delegates: (healthy) => ({
        ...healthy,
        add: async () => {
          throw new CniError({ code: CniErrorCode.addressesExhausted, msg: 'no address is left' });
        },
        del: async () => void calls.push('DEL'),
      }),
    });
    await expect(node.add()).rejects.toMatchObject({ code: 110, message: 'no address is left' });
    expect(calls).toEqual([]);
  });

  test('every undoing is attempted, and the first error keeps the others in its details', async () => {
    const node = new WindowsNode(winBridge, {
      delegates: (healthy) => ({
        ...healthy,
        del: async () => {
          throw new CniError({ code: 5, msg: 'the lease cannot be removed', details: 'disk full' });
        },
      }),
    });
    node.hns.fail('HcnDeleteEndpoint', { hresult: 0x80004005 });
    await expect(
      node.add(node.config(), { netns: 'C7A1D8E4-2B6F-4D39-9E07-84F1A3B5C2D9' }),
    ).rejects.toMatchObject({
      code: 103,
      message: expect.stringContaining('attach'),
      details: expect.stringMatching(
        /could not delete endpoint .*0x80004005.*could not release the address: the lease cannot be removed \(disk full\)/s,
      ),
    });
  });

  test('without HNS nothing is leased', async () => {
    const node = new WindowsNode(winBridge, {
      noHns: () => {
        throw new CniError({ code: CniErrorCode.hnsUnavailable, msg: 'no HNS' });
      },
    });
    await expect(node.add()).rejects.toMatchObject({ code: 100 });
    expect(node.ipamCalls).toEqual([]);
  });
});

describe('dockershim', () => {
  test('version 1 of the API is asked for when CNI_NETNS has no namespace', async () => {
    const asked: number[] = [];
    const node = new WindowsNode(winBridge, {
      noHns: (api) => {
        asked.push(api);
        throw new CniError({ code: CniErrorCode.hnsUnavailable, msg: 'no HNS' });
      },
    });
    for (const netns of ['none', 'container:pod1', POD_1]) {
      await expect(node.add(node.config(), { netns })).rejects.toMatchObject({ code: 100 });
    }
    expect(asked).toEqual([1, 1, 2]);
  });
});

/** A second bridge, with an endpoint on it. */
function withEndpointOnOtherNetwork(
  state: Required<StateDocument>,
  { network, name }: { readonly network: string; readonly name: string },
): StateDocument {
  const bridge = l2bridgeNetwork({ id: OTHER_ID, name: network, subnet: '10.244.9.0/24' });
  const endpoint = { Name: name, HostComputeNetwork: OTHER_ID };
  return { networks: [...state.networks, bridge], endpoints: [...state.endpoints, endpoint] };
}

/** The simulation detaches endpoints whose namespace goes; the real service may leave them its name. */
function withoutNamespaces(driver: HnsDriver): HnsDriver {
  return replacing(driver, { namespaceExists: async () => false });
}

function replacing(driver: HnsDriver, methods: Partial<HnsDriver>): HnsDriver {
  return new Proxy(driver, {
    get(target, name) {
      const member: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

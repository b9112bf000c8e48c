import { describe, expect, test } from 'vitest';
import { overlayNetwork } from '../../../conformance/simulated-hns/fixtures.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { winOverlay } from '../../../plugins/win-overlay/plugin.ts';
import { flannelState, OVERLAY_ID, POD_1, WindowsNode } from '../windows-node.ts';

const PROVIDER = { Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.40' } };

describe('win-overlay ADD', () => {
  test("attaches a pod: MAC address from the pod's, route through the router of HNS, the node's address", async () => {
    const node = new WindowsNode(winOverlay);
    const result = await node.add();
    expect(node.endpoint()).toMatchObject({
      Name: 'pod1_vxlan0',
      HostComputeNetwork: OVERLAY_ID,
      HostComputeNamespace: POD_1,
      IpConfigurations: [{ IpAddress: '10.245.1.2', PrefixLength: 24 }],
      Routes: [{ NextHop: '10.245.1.1', DestinationPrefix: '0.0.0.0/0' }],
      MacAddress: '0E-2A-0a-f5-01-02',
      Policies: [PROVIDER],
    });
    expect(result).toEqual({
      cniVersion: '1.1.0',
      interfaces: [{ name: 'eth0', mac: '0E-2A-0a-f5-01-02', sandbox: POD_1 }],
      ips: [{ address: '10.245.1.2/24', gateway: '10.245.1.1', interface: 0 }],
      routes: [{ dst: '0.0.0.0/0', gw: '10.245.1.1' }],
    });
    expect(node.leases('vxlan0')).toEqual({ '10.245.1.2': 'pod1 eth0' });
  });

  test.each<{ what: string; more: JsonObject; policies: readonly JsonObject[] }>([
    {
      what: 'translation except to the cluster and the subnets of the network',
      more: { ipMasq: true, ipMasqNetwork: '10.244.0.0/14', ipMasqNetworks: ['10.96.0.0/12'] },
      policies: [
        {
          Type: 'OutBoundNAT',
          Settings: { Exceptions: ['10.244.0.0/14', '10.96.0.0/12', '10.245.1.0/24'] },
        },
        PROVIDER,
      ],
    },
    {
      what: 'translation merged into the configured policy',
      more: {
        ipMasq: true,
        policies: [
          {
            name: 'EndpointPolicy',
            value: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.96.0.0/12'] } },
          },
        ],
      },
      policies: [
        { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.96.0.0/12', '10.245.1.0/24'] } },
        PROVIDER,
      ],
    },
    { what: 'no translation without ipMasq', more: { ipMasqNetwork: '10.244.0.0/16' }, policies: [PROVIDER] },
    {
      what: 'mapped ports, without the flag of bridges',
      more: { runtimeConfig: { portMappings: [{ hostPort: 53, containerPort: 5353, protocol: 'udp' }] } },
      policies: [
        { Type: 'PortMapping', Settings: { Protocol: 17, InternalPort: 5353, ExternalPort: 53 } },
        PROVIDER,
      ],
    },
    {
      what: 'a configured provider address in version 1 form, once',
      more: { policies: [{ name: 'EndpointPolicy', value: { Type: 'PA', PA: '192.168.79.41' } }] },
      policies: [{ Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.41' } }],
    },
    {
      what: 'loopback through its own address',
      more: { loopbackDSR: true },
      policies: [PROVIDER, { Type: 'OutBoundNAT', Settings: { Destinations: ['10.245.1.2'] } }],
    },
  ])('gives $what', async ({ more, policies }) => {
    const node = new WindowsNode(winOverlay);
    const result = await node.add(node.config(more));
    expect(node.endpoint().Policies).toEqual(policies);
    await node.check(node.config(more), { prevResult: result });
  });

  test('uses every address on a dual-stack overlay, with a default route and a MAC address of the IPv4 one', async () => {
    const more = [{ subnet: 'fd00:10:245:1::/64' }];
    const network = overlayNetwork({ id: OVERLAY_ID, subnet: '10.245.1.0/24', more });
    const node = new WindowsNode(winOverlay, {
      hns: { ...flannelState(), networks: [network], endpoints: [] },
    });
    const ranges = [[{ subnet: 'fd00:10:245:1::/64' }], [{ subnet: '10.245.1.0/24' }]];
    const result = await node.add(node.config({ ipam: node.ipam({ ranges }), ipMasq: true }));
    expect(result.ips?.map(({ address }) => address)).toEqual(['fd00:10:245:1::2/64', '10.245.1.2/24']);
    expect(node.endpoint()).toMatchObject({
      MacAddress: '0E-2A-0a-f5-01-02',
      Routes: [
        { NextHop: 'fd00:10:245:1::1', DestinationPrefix: '::/0' },
        { NextHop: '10.245.1.1', DestinationPrefix: '0.0.0.0/0' },
      ],
      Policies: [
        { Type: 'OutBoundNAT', Settings: { Exceptions: ['fd00:10:245:1::/64'], Flags: 2 } },
        { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.245.1.0/24'] } },
        PROVIDER,
      ],
    });
  });

  test('takes a configured prefix for MAC addresses', async () => {
    const node = new WindowsNode(winOverlay);
    await node.add(node.config({ endpointMacPrefix: '0A-1B' }));
    expect(node.endpoint().MacAddress).toBe('0A-1B-0a-f5-01-02');
  });

  test.each<{ wrong: string; more: JsonObject; code: number; says: string }>([
    {
      wrong: 'a bad MAC prefix',
      more: { endpointMacPrefix: '0E:2A' },
      code: 7,
      says: 'two bytes in hexadecimal',
    },
    {
      wrong: 'a network of another type',
      more: { name: 'cbr0' },
      code: 102,
      says: 'This plugin serves Overlay',
    },
  ])('refuses $wrong before anything is changed', async ({ more, code, says }) => {
    const node = new WindowsNode(winOverlay);
    await expect(node.add(node.config(more))).rejects.toMatchObject({
      code,
      details: expect.stringContaining(says),
    });
    expect(node.ipamCalls).toEqual([]);
  });

  test('an address without a gateway is refused and released', async () => {
    const node = new WindowsNode(winOverlay, {
      delegates: (healthy) => ({
        ...healthy,
        add: async () => ({ cniVersion: '1.0.0', ips: [{ address: '192.168.0.7/24' }] }),
      }),
    });
    await expect(node.add()).rejects.toMatchObject({
      code: 7,
      message: expect.stringContaining('192.168.0.7/24'),
    });
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['DEL']);
  });
});

describe('win-overlay on a network whose management address HNS has not filled in yet', () => {
  const withoutAddress = () => {
    const { networks, ...rest } = flannelState();
    const young = networks.map((network) => ({
      ...network,
      Policies: (network.Policies as JsonObject[]).filter(({ Type }) => Type !== 'ProviderAddress'),
    }));
    return new WindowsNode(winOverlay, { hns: { ...rest, networks: young } });
  };

  test('asks the runtime to try again later', async () => {
    const node = withoutAddress();
    await expect(node.add()).rejects.toMatchObject({
      code: 11,
      details: expect.stringContaining('flanneld'),
    });
    await expect(node.status()).rejects.toMatchObject({
      code: 50,
      message: expect.stringContaining('management address'),
    });
  });

  test('goes on when the configuration gives the address', async () => {
    const node = withoutAddress();
    const policies = [{ name: 'EndpointPolicy', value: { Type: 'PA', PA: '192.168.79.41' } }];
    await node.add(node.config({ policies }));
    await node.status(node.config({ policies }));
    expect(node.endpoint().HostComputeNamespace).toBe(POD_1);
  });
});

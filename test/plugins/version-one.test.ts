import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../lib/cni/json.ts';
import { winBridge } from '../../plugins/win-bridge/plugin.ts';
import { winOverlay } from '../../plugins/win-overlay/plugin.ts';
import { BRIDGE_ID, OVERLAY_ID, SUBNET, SUBNET_V6, WindowsNode } from './windows-node.ts';

const CALL = { netns: 'none' };

function newNode(plugin: typeof winBridge | typeof winOverlay): WindowsNode {
  return new WindowsNode(plugin, { hns: { computeSystems: ['pod1'] } });
}

/** The documents endpoints were asked for with. */
function asked(node: WindowsNode): readonly (JsonValue | undefined)[] {
  return node.hns.journal
    .map((entry) => entry.arguments)
    .filter(({ method, path }) => method === 'POST' && path === '/endpoints/')
    .map(({ request }) => request);
}

const endpointPolicy = (value: JsonObject): JsonObject => ({ name: 'EndpointPolicy', value });

describe('win-bridge with version 1 of the API', () => {
  test('asks for the endpoint in the form of version 1, which version 2 shows in its own', async () => {
    const node = newNode(winBridge);
    const config = node.config({
      ipMasqNetwork: '10.244.0.0/16',
      loopbackDSR: true,
      dns: { nameservers: ['10.96.0.10', '10.96.0.11'], search: ['a.local', 'b.local'], domain: 'local' },
      runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
      policies: [
        endpointPolicy({ Type: 'OutBoundNAT', ExceptionList: ['10.96.0.0/12'] }),
        endpointPolicy({
          Type: 'SDNRoute',
          Settings: { DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
        }),
      ],
    });
    const prevResult = await node.add(config, CALL);
    expect(asked(node)).toEqual([
      {
        Name: 'pod1_cbr0',
        VirtualNetwork: BRIDGE_ID,
        IPAddress: '10.244.1.3',
        PrefixLength: 24,
        GatewayAddress: '10.244.1.2',
        DNSServerList: '10.96.0.10,10.96.0.11',
        DNSSuffix: 'a.local,b.local',
        DNSDomain: 'local',
        Policies: [
          { Type: 'OutBoundNAT', ExceptionList: ['10.96.0.0/12', '10.244.0.0/16'] },
          { Type: 'ROUTE', DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
          { Type: 'NAT', Protocol: 'TCP', InternalPort: 80, ExternalPort: 8080 },
          { Type: 'OutBoundNAT', Destinations: ['10.244.1.3'] },
        ],
      },
    ]);
    expect(node.endpoint()).toMatchObject({
      HostComputeNetwork: BRIDGE_ID,
      Policies: [
        { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.96.0.0/12', '10.244.0.0/16'] } },
        { Type: 'SDNRoute' },
        { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080 } },
        { Type: 'OutBoundNAT', Settings: { Destinations: ['10.244.1.3'] } },
      ],
      Dns: { Domain: 'local', Search: ['a.local', 'b.local'], ServerList: ['10.96.0.10', '10.96.0.11'] },
    });
    await node.check(config, { ...CALL, prevResult });
  });

  test('an IPv6 address has its own members, and both families a gateway', async () => {
    const node = newNode(winBridge);
    const config = node.config({
      ipam: node.ipam({ ranges: [[{ subnet: SUBNET }], [{ subnet: SUBNET_V6 }]] }),
    });
    const prevResult = await node.add(config, CALL);
    expect(asked(node)).toMatchObject([
      {
        IPAddress: '10.244.1.3',
        PrefixLength: 24,
        GatewayAddress: '10.244.1.2',
        IPv6Address: expect.stringMatching(/^fd00:10:244:1::/),
        IPv6PrefixLength: 64,
        GatewayAddressV6: 'fd00:10:244:1::1',
      },
    ]);
    await node.check(config, { ...CALL, prevResult });
  });

  test('without DNS settings nothing is said of them, neither to HNS nor in the result', async () => {
    const node = newNode(winBridge);
    const result = await node.add(node.config(), CALL);
    expect(result).not.toHaveProperty('dns');
    expect(Object.keys(asked(node)[0] ?? {}).filter((name) => name.startsWith('DNS'))).toEqual([]);
  });

  test('without IPAM HNS picks the address', async () => {
    const node = newNode(winBridge);
    const { ips } = await node.add(node.config({ ipam: {} }), CALL);
    expect(ips).toMatchObject([{ address: '10.244.1.3/24', gateway: '10.244.1.1' }]);
    expect(asked(node)).toEqual([{ Name: 'pod1_cbr0', VirtualNetwork: BRIDGE_ID }]);
  });

  test.each<{ what: string; more: JsonObject; names: string }>([
    {
      what: 'a policy of version 2',
      more: {
        policies: [endpointPolicy({ Type: 'TierAcl', Settings: { Name: 'x', Direction: 'In', Order: 1 } })],
      },
      names: 'TierAcl',
    },
    {
      what: 'a port on one address of the node',
      more: { runtimeConfig: { portMappings: [{ hostPort: 1, containerPort: 1, hostIP: '192.168.79.39' }] } },
      names: 'PortMapping',
    },
  ])('$what: code 104 names it, and nothing remains', async ({ more, names }) => {
    const node = newNode(winBridge);
    await expect(node.add(node.config(more), CALL)).rejects.toMatchObject({
      code: 104,
      message: expect.stringContaining(names),
    });
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases('cbr0')).toEqual({});
  });

  test('an endpoint of the Go plugin is found and removed', async () => {
    const node = newNode(winBridge);
    node.lease('cbr0', '10.244.1.7', 'pod1 eth0');
    const made = { Name: 'pod1_cbr0', VirtualNetwork: BRIDGE_ID, IPAddress: '10.244.1.7' };
    await node.hns.api().HNSCall('POST', '/endpoints/', JSON.stringify(made));
    await node.del(node.config(), CALL);
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases('cbr0')).toEqual({});
  });
});

test('win-overlay gives the endpoint its MAC address and the address of the node', async () => {
  const node = newNode(winOverlay);
  const config = node.config({ ipMasq: true });
  const prevResult = await node.add(config, CALL);
  expect(asked(node)).toEqual([
    {
      Name: 'pod1_vxlan0',
      VirtualNetwork: OVERLAY_ID,
      MacAddress: '0E-2A-0a-f5-01-02',
      IPAddress: '10.245.1.2',
      PrefixLength: 24,
      GatewayAddress: '10.245.1.1',
      Policies: [
        { Type: 'OutBoundNAT', ExceptionList: ['10.245.1.0/24'] },
        { Type: 'PA', PA: '192.168.79.40' },
      ],
    },
  ]);
  await node.check(config, { ...CALL, prevResult });
});

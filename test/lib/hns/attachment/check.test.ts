import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../lib/cni/json.ts';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { POD_2, SUBNET, SUBNET_V6, WindowsNode } from '../../../plugins/windows-node.ts';

/** A pod with everything CHECK looks at. */
async function attachedPod() {
  const node = new WindowsNode(winBridge);
  const config = node.config({
    ipam: node.ipam({ ranges: [[{ subnet: SUBNET }], [{ subnet: SUBNET_V6 }]] }),
    dns: {
      nameservers: ['10.96.0.10'],
      search: ['svc.cluster.local'],
      domain: 'cluster.local',
      options: ['ndots:5'],
    },
    policies: [
      {
        name: 'EndpointPolicy',
        value: { Type: 'ROUTE', DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
      },
    ],
    ipMasqNetwork: '10.244.0.0/16',
    loopbackDSR: true,
    runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
  });
  return { node, config, result: await node.add(config) };
}

describe('CHECK', () => {
  test('passes for what ADD left', async () => {
    const { node, config, result } = await attachedPod();
    await expect(node.check(config, { prevResult: result })).resolves.toBeUndefined();
    expect(node.ipamCalls.at(-1)?.command).toBe('CHECK');
  });

  test.each<{ tampering: string; change: (endpoint: JsonObject) => JsonObject; says: string }>([
    { tampering: 'detached', change: () => ({ HostComputeNamespace: '' }), says: 'namespace: expected' },
    {
      tampering: 'in another namespace',
      change: () => ({ HostComputeNamespace: POD_2 }),
      says: `found ${POD_2}`,
    },
    {
      tampering: 'another address',
      change: () => ({
        IpConfigurations: [
          { IpAddress: '10.244.1.99', PrefixLength: 24 },
          { IpAddress: 'fd00:10:244:1::2', PrefixLength: 64 },
        ],
      }),
      says: 'addresses: expected 10.244.1.3/24, fd00:10:244:1::2/64, found 10.244.1.99/24, fd00:10:244:1::2/64',
    },
    {
      tampering: 'one address less',
      change: () => ({ IpConfigurations: [{ IpAddress: '10.244.1.3', PrefixLength: 24 }] }),
      says: 'addresses:',
    },
    {
      tampering: 'another prefix length',
      change: () => ({
        IpConfigurations: [
          { IpAddress: '10.244.1.3', PrefixLength: 16 },
          { IpAddress: 'fd00:10:244:1::2', PrefixLength: 64 },
        ],
      }),
      says: 'found 10.244.1.3/16',
    },
    {
      tampering: 'no default route',
      change: ({ Routes }) => ({ Routes: (Routes as JsonObject[]).slice(1) }),
      says: 'default route of IPv4: expected 10.244.1.2, found none',
    },
    {
      tampering: 'another default route',
      change: () => ({
        Routes: [
          { NextHop: '10.244.1.2', DestinationPrefix: '0.0.0.0/0' },
          { NextHop: 'fd00:10:244:1::9', DestinationPrefix: '::/0' },
        ],
      }),
      says: 'default route of IPv6: expected fd00:10:244:1::1, found fd00:10:244:1::9',
    },
    {
      tampering: 'another DNS server',
      change: ({ Dns }) => ({ Dns: { ...(Dns as JsonObject), ServerList: ['8.8.8.8'] } }),
      says: 'DNS servers: expected 10.96.0.10, found 8.8.8.8',
    },
    {
      tampering: 'no search list',
      change: ({ Dns }) => ({ Dns: { ...(Dns as JsonObject), Search: [] } }),
      says: 'DNS search list',
    },
    {
      tampering: 'other DNS options',
      change: ({ Dns }) => ({ Dns: { ...(Dns as JsonObject), Options: ['ndots:9'] } }),
      says: 'DNS options',
    },
    {
      tampering: 'another domain',
      change: ({ Dns }) => ({ Dns: { ...(Dns as JsonObject), Domain: 'x' } }),
      says: 'DNS domain',
    },
    {
      tampering: 'another MAC address',
      change: () => ({ MacAddress: '00-15-5D-00-00-99' }),
      says: 'MAC address',
    },
    {
      tampering: 'no policies',
      change: () => ({ Policies: [] }),
      says: 'policy: expected {"Type":"SDNRoute"',
    },
    {
      tampering: 'another exception',
      change: withPolicy('OutBoundNAT', { Exceptions: ['10.9.0.0/16'] }),
      says: 'expected {"Type":"OutBoundNAT","Settings":{"Exceptions":["10.244.0.0/16"]}}',
    },
    {
      tampering: 'another port',
      change: withPolicy('PortMapping', { InternalPort: 81 }),
      says: '"InternalPort":80',
    },
  ])('catches $tampering', async ({ change, says }) => {
    const { node, config, result } = await attachedPod();
    node.tamperEndpoint(change);
    await expect(node.check(config, { prevResult: result })).rejects.toMatchObject({
      code: 106,
      message: expect.stringContaining('pod1_cbr0'),
      details: expect.stringContaining(says),
    });
  });

  test('reports all differences at once', async () => {
    const { node, config, result } = await attachedPod();
    node.tamperEndpoint(() => ({ HostComputeNamespace: '', MacAddress: '00-15-5D-00-00-99' }));
    await expect(node.check(config, { prevResult: result })).rejects.toMatchObject({
      details: expect.stringMatching(/namespace: .*MAC address: /),
    });
  });

  test('catches a missing endpoint', async () => {
    const { node, config, result } = await attachedPod();
    node.tamper(({ endpoints }) => ({ endpoints: endpoints.slice(0, 1), namespaces: [] }));
    await expect(node.check(config, { prevResult: result })).rejects.toMatchObject({
      code: 106,
      message: 'Endpoint "pod1_cbr0" is gone',
    });
  });

  test('catches a missing lease through the IPAM plugin', async () => {
    const { node, config, result } = await attachedPod();
    const other = { ...config, ipam: { ...(config.ipam as JsonObject), dataDir: `${node.dataDir}-other` } };
    await expect(node.check(other, { prevResult: result })).rejects.toMatchObject({ code: 113 });
  });

  test('leaves DNS settings nobody asked for to HNS, which may give those of the network', async () => {
    const node = new WindowsNode(winBridge);
    const prevResult = await node.add();
    node.tamperEndpoint(() => ({ Dns: { ServerList: ['10.0.0.53'], Domain: 'node.local' } }));
    await expect(node.check(node.config(), { prevResult })).resolves.toBeUndefined();
  });

  test('needs the previous result, and names it', async () => {
    const { node, config } = await attachedPod();
    await expect(node.check(config, {})).rejects.toMatchObject({
      code: 7,
      message: expect.stringContaining('"prevResult"'),
    });
  });

  test('takes what later plugins of the list put into the result for theirs', async () => {
    const { node, config, result } = await attachedPod();
    const prevResult = {
      ...result,
      interfaces: [...(result.interfaces ?? []), { name: 'other0', mac: '02:00:00:00:00:01' }],
      ips: [...(result.ips ?? []), { address: '172.16.0.9/24', gateway: '172.16.0.1', interface: 1 }],
    };
    await expect(node.check(config, { prevResult })).resolves.toBeUndefined();
  });

  test('reads the result of the Go plugin: interface named after the endpoint, no index, MAC in lower case', async () => {
    const { node, config, result } = await attachedPod();
    const prevResult = {
      cniVersion: '1.0.0',
      interfaces: [
        { name: 'pod1_cbr0', mac: `${node.endpoint().MacAddress}`.toLowerCase().replaceAll('-', ':') },
      ],
      ips: (result.ips ?? []).map(({ address, gateway = '' }) => ({ address, gateway })),
    } as const;
    await expect(node.check(config, { prevResult })).resolves.toBeUndefined();
  });
});

function withPolicy(type: string, Settings: JsonObject) {
  return ({ Policies }: JsonObject): JsonObject => ({
    Policies: (Policies as JsonObject[]).map((policy) =>
      policy.Type === type
        ? { Type: type, Settings: { ...(policy.Settings as JsonObject), ...Settings } }
        : policy,
    ),
  });
}

import { describe, expect, test } from 'vitest';
import { winBridge } from '../../../plugins/win-bridge/plugin.ts';
import { BRIDGE_ID, POD_1, SUBNET, SUBNET_V6, WindowsNode } from '../windows-node.ts';

describe('win-bridge ADD', () => {
  test('attaches a pod: endpoint, route through the bridge endpoint, result as containerd reads it', async () => {
    const node = new WindowsNode(winBridge);
    const result = await node.add();
    expect(node.endpoint()).toMatchObject({
      Name: 'pod1_cbr0',
      HostComputeNetwork: BRIDGE_ID,
      HostComputeNamespace: POD_1,
      IpConfigurations: [{ IpAddress: '10.244.1.3', PrefixLength: 24 }],
      Routes: [{ NextHop: '10.244.1.2', DestinationPrefix: '0.0.0.0/0' }],
      Policies: [],
    });
    expect(result).toEqual({
      cniVersion: '1.1.0',
      interfaces: [{ name: 'eth0', mac: node.endpoint().MacAddress, sandbox: POD_1 }],
      ips: [{ address: '10.244.1.3/24', gateway: '10.244.1.2', interface: 0 }],
      routes: [{ dst: '0.0.0.0/0', gw: '10.244.1.2' }],
    });
    expect(node.leases('cbr0')).toEqual({ '10.244.1.3': 'pod1 eth0' });
  });

  test('gives a pod addresses of both families, each with a default route', async () => {
    const node = new WindowsNode(winBridge);
    const ipam = node.ipam({ ranges: [[{ subnet: SUBNET }], [{ subnet: SUBNET_V6 }]] });
    const result = await node.add(
      node.config({ ipam, ipMasqNetworks: ['10.244.0.0/16', 'fd00:10:244::/48'] }),
    );
    expect(result.ips).toEqual([
      { address: '10.244.1.3/24', gateway: '10.244.1.2', interface: 0 },
      { address: 'fd00:10:244:1::2/64', gateway: 'fd00:10:244:1::1', interface: 0 },
    ]);
    expect(node.endpoint()).toMatchObject({
      Routes: [
        { NextHop: '10.244.1.2', DestinationPrefix: '0.0.0.0/0' },
        { NextHop: 'fd00:10:244:1::1', DestinationPrefix: '::/0' },
      ],
      Policies: [
        { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16'] } },
        { Type: 'OutBoundNAT', Settings: { Exceptions: ['fd00:10:244::/48'], Flags: 2 } },
      ],
    });
  });

  test('refuses IPv6 on an HNS without it, naming both versions, and keeps no lease', async () => {
    const node = new WindowsNode(winBridge, { hns: { version: { Major: 9, Minor: 5 } } });
    const ipam = node.ipam({ ranges: [[{ subnet: SUBNET }], [{ subnet: SUBNET_V6 }]] });
    await expect(node.add(node.config({ ipam }))).rejects.toMatchObject({
      code: 104,
      details: expect.stringMatching(/version 9\.5; IPv6 needs 11\.10 and later/),
    });
    expect(node.leases('cbr0')).toEqual({});
    expect(node.podEndpoints()).toEqual([]);
  });

  test('lets HNS pick the address without an IPAM plugin', async () => {
    const { ipam: _ipam, ...config } = new WindowsNode(winBridge).config();
    const node = new WindowsNode(winBridge);
    const result = await node.add(config);
    const [address] = node.endpoint().IpConfigurations as [{ IpAddress: string }];
    expect(result.ips).toEqual([{ address: `${address.IpAddress}/24`, gateway: '10.244.1.1', interface: 0 }]);
    await node.check(config, { prevResult: result });
    await node.del(config);
    expect(node.podEndpoints()).toEqual([]);
  });

  test.each<{ what: string; ipam: Record<string, unknown>; gateway: string; routes?: unknown }>([
    {
      what: 'a gateway somebody chose',
      ipam: { gateway: '10.244.1.254', rangeStart: '10.244.1.9' },
      gateway: '10.244.1.254',
    },
    {
      what: 'the gateway of the default route, and further routes',
      ipam: {
        routes: [
          { dst: '10.96.0.0/12' },
          { dst: '0.0.0.0/0', gw: '10.244.1.9' },
          { dst: '10.9.0.0/16', gw: '10.244.1.8' },
        ],
      },
      gateway: '10.244.1.9',
      routes: [
        { dst: '0.0.0.0/0', gw: '10.244.1.9' },
        { dst: '10.96.0.0/12', gw: '10.244.1.9' },
        { dst: '10.9.0.0/16', gw: '10.244.1.8' },
      ],
    },
    { what: 'the bridge endpoint when nobody chose', ipam: {}, gateway: '10.244.1.2' },
  ])('routes through $what', async ({ ipam, gateway, routes = [{ dst: '0.0.0.0/0', gw: gateway }] }) => {
    const node = new WindowsNode(winBridge);
    const config = node.config({ ipam: { ...node.ipam({ subnet: SUBNET }), ...(ipam as object) } });
    const result = await node.add(config);
    expect(result.ips).toMatchObject([{ gateway }]);
    expect(result.routes).toEqual(routes);
    expect(node.endpoint().Routes).toEqual(
      (routes as { dst: string; gw: string }[]).map(({ dst, gw }) => ({
        DestinationPrefix: dst,
        NextHop: gw,
      })),
    );
  });

  test('takes DNS settings of the runtime before those of the configuration, list by list', async () => {
    const node = new WindowsNode(winBridge);
    const result = await node.add(
      node.config({
        dns: {
          Nameservers: ['10.0.0.1'],
          domain: 'cluster.local',
          search: ['a.local'],
          options: ['ndots:1'],
        },
        runtimeConfig: { dns: { servers: ['10.96.0.10'], searches: [], options: ['ndots:5'] } },
      }),
    );
    expect(result.dns).toEqual({
      nameservers: ['10.96.0.10'],
      domain: 'cluster.local',
      search: ['a.local'],
      options: ['ndots:5'],
    });
    expect(node.endpoint().Dns).toMatchObject({
      Domain: 'cluster.local',
      Search: ['a.local'],
      ServerList: ['10.96.0.10'],
      Options: ['ndots:5'],
    });
  });

  test('builds every policy: version 1 forms, masquerading merged, ports, loopback', async () => {
    const node = new WindowsNode(winBridge);
    await node.add(
      node.config({
        policies: [
          { Name: 'EndpointPolicy', Value: { Type: 'OutBoundNAT', ExceptionList: ['10.96.0.0/12'] } },
          {
            name: 'EndpointPolicy',
            value: { Type: 'ROUTE', DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
          },
        ],
        ipMasqNetwork: '10.244.0.0/16',
        loopbackDSR: true,
        runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'TCP' }] },
      }),
    );
    expect(node.endpoint().Policies).toEqual([
      { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.96.0.0/12', '10.244.0.0/16'] } },
      { Type: 'SDNRoute', Settings: { DestinationPrefix: '10.96.0.0/12', NeedEncap: true } },
      { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080, Flags: 1 } },
      { Type: 'OutBoundNAT', Settings: { Destinations: ['10.244.1.3'] } },
    ]);
  });

  test.each([{ value: 'for somebody else' }, { value: [1] }, { value: 5 }])(
    'leaves a policy of another name to its reader, though its value is $value',
    async (entry) => {
      const node = new WindowsNode(winBridge);
      await node.add(node.config({ policies: [{ name: 'NetworkPolicy', ...entry }] }));
      expect(node.endpoint().Policies).toEqual([]);
    },
  );

  test('removes a pod whose endpoint policy is no object: the Go plugins left such a policy out and attached it', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    const config = node.config({ policies: [{ name: 'EndpointPolicy', value: '{"Type":"L2Driver"}' }] });
    await expect(node.add(config)).rejects.toMatchObject({
      code: 7,
      details: expect.stringContaining('The policy is "{\\"Type\\":\\"L2Driver\\"}"'),
    });
    await node.del(config);
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases('cbr0')).toEqual({});
  });

  test('leaves translation alone when ipMasq is false', async () => {
    const node = new WindowsNode(winBridge);
    await node.add(node.config({ ipMasq: false, ipMasqNetwork: '10.244.0.0/16' }));
    expect(node.endpoint().Policies).toEqual([]);
  });

  test('leaves loopbackDSR out where HNS has it not, and says so', async () => {
    const node = new WindowsNode(winBridge, { hns: { version: { Major: 9, Minor: 2 } } });
    await node.add(node.config({ loopbackDSR: true }));
    expect(node.endpoint().Policies).toEqual([]);
    expect(node.warnings).toMatchObject([{ phrase: 'loopbackDSR left out', fields: { network: 'cbr0' } }]);
  });

  describe('on an HNS that is older than the HCN API', () => {
    const tooOld = { hns: { version: { Major: 9, Minor: 1 } } };
    const error = {
      message: expect.stringContaining('Cannot use version 2 of the HNS API'),
      details: expect.stringMatching(/version 9\.1; the HCN API needs 9\.2 and later/),
    };

    test('names both versions under ADD and CHECK, and keeps nothing', async () => {
      const node = new WindowsNode(winBridge, tooOld);
      await expect(node.add()).rejects.toMatchObject({ code: 104, ...error });
      expect(node.leases('cbr0')).toEqual({});
      const prevResult = { cniVersion: '1.1.0' } as const;
      await expect(node.check(node.config(), { prevResult })).rejects.toMatchObject({ code: 104, ...error });
    });

    test('answers STATUS with code 50', async () => {
      const node = new WindowsNode(winBridge, tooOld);
      await expect(node.status()).rejects.toMatchObject({ code: 50, details: error.details });
    });

    test('attaches a pod through version 1', async () => {
      const node = new WindowsNode(winBridge, tooOld);
      const config = node.config({ apiVersion: 1 });
      await node.status(config);
      await node.add(config);
      await node.del(config);
      expect(node.podEndpoints()).toEqual([]);
    });
  });

  test('asks HNS for its version only when something depends on it', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    expect(node.hns.journal.map((entry) => entry.function)).not.toContain('HNSCall');
  });

  test('never leases the address of the bridge endpoint, and refuses it from another IPAM plugin', async () => {
    const given = {
      cniVersion: '1.0.0',
      ips: [{ address: '10.244.1.2/24', gateway: '10.244.1.1' }],
    } as const;
    const calls: string[] = [];
    const node = new WindowsNode(winBridge, {
      delegates: (healthy) => ({
        ...healthy,
        add: async () => given,
        del: async ({ type }) => void calls.push(`DEL ${type}`),
      }),
    });
    await expect(node.add(node.config({ ipam: { type: 'other' } }))).rejects.toMatchObject({
      code: 105,
      message: expect.stringContaining('10.244.1.2'),
    });
    expect(calls).toEqual(['DEL other']);
  });

  test.each([
    { result: { ips: [] }, says: 'has no address' },
    { result: { ips: [{ address: '10.244.1.7' }] }, says: 'ips[0].address' },
    { result: { ips: [{ address: '10.244.1.7/24', gateway: 'x' }] }, says: 'ips[0].gateway' },
    { result: { ips: [{ address: '10.244.1.7/24' }], routes: [{ dst: 'x' }] }, says: 'routes[0].dst' },
  ])('refuses an IPAM result that $says, and releases the lease', async ({ result, says }) => {
    const calls: string[] = [];
    const node = new WindowsNode(winBridge, {
      delegates: (healthy) => ({
        ...healthy,
        add: async () => ({ cniVersion: '1.0.0', ...result }),
        del: async () => void calls.push('DEL'),
      }),
    });
    await expect(node.add()).rejects.toMatchObject({ code: 121, details: expect.stringContaining(says) });
    expect(calls).toEqual(['DEL']);
  });

  test.each([
    {
      wrong: 'a network that is not there',
      more: { name: 'cbr1' },
      code: 101,
      says: '"cbr0" (L2Bridge), "vxlan0" (Overlay)',
    },
    {
      wrong: 'a network of another type',
      more: { name: 'vxlan0' },
      code: 102,
      says: 'L2Bridge and L2Tunnel',
    },
    { wrong: 'an apiVersion there is not', more: { apiVersion: 3 }, code: 7, says: 'Allowed are 2' },
    {
      wrong: 'a policy nobody understands',
      more: { policies: [{ name: 'EndpointPolicy', value: { Type: 'X' } }] },
      code: 7,
      says: '{"Type":"X"}',
    },
    {
      wrong: 'a network that is no prefix',
      more: { ipMasqNetwork: '10.244.0.0' },
      code: 7,
      says: 'has to be a prefix',
    },
    {
      wrong: 'an unknown protocol',
      more: { runtimeConfig: { portMappings: [{ hostPort: 1, containerPort: 1, protocol: 'sctp' }] } },
      code: 7,
      says: '"sctp"',
    },
  ])('refuses $wrong before anything is changed', async ({ more, code, says }) => {
    const node = new WindowsNode(winBridge);
    await expect(node.add(node.config(more))).rejects.toMatchObject({
      code,
      details: expect.stringContaining(says),
    });
    expect(node.ipamCalls).toEqual([]);
    expect(node.podEndpoints()).toEqual([]);
  });

  test('gives a second interface of a pod an endpoint of its own', async () => {
    const node = new WindowsNode(winBridge);
    await node.add();
    const second = await node.add(node.config(), { ifName: 'net1' });
    expect(second.interfaces).toMatchObject([{ name: 'net1' }]);
    expect(node.podEndpoints().map(({ Name }) => Name)).toEqual(['pod1_cbr0', 'pod1_cbr0_net1']);
    await node.del(node.config(), { ifName: 'net1', prevResult: second });
    expect(node.podEndpoints().map(({ Name }) => Name)).toEqual(['pod1_cbr0']);
    expect(node.leases('cbr0')).toEqual({ '10.244.1.3': 'pod1 eth0' });
  });
});

import { describe, expect, test } from 'vitest';
import { flannelHostGateway, overlayNetwork } from '../../../conformance/simulated-hns/fixtures.ts';
import { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import { NIL_GUID } from '../../../lib/hns/guid.ts';
import { HRESULTS, type HresultSymbol } from '../../../lib/hns/hresult-symbols.ts';
import { created, given, guid, MISSING, NETWORK, POD, service } from './service.ts';

describe('a network of the simulated HNS', () => {
  test('as flanneld asks for it: HNS adds pool, provider address and router', async () => {
    const { hns, api } = service({ networks: [] });
    const settings = {
      Name: 'flannel.4096',
      Type: 'Overlay',
      Policies: [{ Type: 'NetAdapterName', Settings: { NetworkAdapterName: 'Ethernet' } }],
      MacPool: {},
      Dns: {},
      Ipams: [
        {
          Type: 'Static',
          Subnets: [
            {
              IpAddressPrefix: '10.244.1.0/24',
              Policies: [{ Type: 'VSID', Settings: { IsolationId: 4096 } }],
              Routes: [{ NextHop: '10.244.1.1', DestinationPrefix: '0.0.0.0/0' }],
            },
          ],
        },
      ],
      Flags: 8,
      Health: { Extra: {} },
      SchemaVersion: { Major: 2, Minor: 0 },
    };
    given(await api.HcnCreateNetwork(NIL_GUID, JSON.stringify(settings)));
    expect(hns.dump().networks).toMatchObject([
      {
        ...settings,
        ID: expect.any(String),
        Policies: [
          ...settings.Policies,
          { Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.39' } },
          { Type: 'DrMacAddress', Settings: { Address: expect.any(String) } },
        ],
        MacPool: { Ranges: [{ StartMacAddress: '00-15-5D-3C-C0-00', EndMacAddress: '00-15-5D-3C-CF-FF' }] },
      },
    ]);
  });

  test('is out of reach of HCN where HNS is older than version 2 of its API', async () => {
    const { api } = service({ version: { Major: 9, Minor: 1 } });
    expect(await api.HcnEnumerateNetworks('{}')).toMatchObject({
      hresult: HRESULTS.HCN_E_REQUEST_UNSUPPORTED,
    });
    expect(await api.HNSCall('GET', '/networks/', '')).toMatchObject({ hresult: HRESULTS.S_OK });
  });

  test('each has a MAC pool of its own', () => {
    const hns = new SimulatedHns({ networks: [{ Name: 'a' }, { Name: 'b' }] });
    expect(hns.dump().networks.map((network) => network.MacPool)).toEqual([
      { Ranges: [{ StartMacAddress: '00-15-5D-3C-C0-00', EndMacAddress: '00-15-5D-3C-CF-FF' }] },
      { Ranges: [{ StartMacAddress: '00-15-5D-3C-D0-00', EndMacAddress: '00-15-5D-3C-DF-FF' }] },
    ]);
  });

  test('remote subnets are added and removed by policy', async () => {
    const { hns, api } = service();
    const route = {
      Type: 'RemoteSubnetRoute',
      Settings: {
        DestinationPrefix: '10.244.0.0/24',
        IsolationId: 4096,
        ProviderAddress: '192.168.79.39',
        DistributedRouterMacAddress: 'ba:c1:6f:91:17:c7',
      },
    };
    const change = (RequestType: string) =>
      JSON.stringify({ ResourceType: 'Policy', RequestType, Settings: { Policies: [route] } });
    const handle = given(await api.HcnOpenNetwork(NETWORK));
    await api.HcnModifyNetwork(handle, change('Add'));
    expect(hns.dump().networks).toMatchObject([{ Policies: [route] }]);
    await api.HcnModifyNetwork(handle, change('Remove'));
    expect(hns.dump().networks).toMatchObject([{ Policies: [] }]);
    expect(await api.HcnModifyNetwork(handle, change('Remove'))).toMatchObject({
      hresult: HRESULTS.HCN_E_POLICY_NOT_FOUND,
    });
  });

  test('takes its endpoints along when it is deleted, unless one is attached', async () => {
    const { hns, api } = service();
    const id = guid(String((await created(api, {})).ID));
    const pod = given(await api.HcnOpenNamespace(POD));
    const change = (RequestType: string) =>
      JSON.stringify({ ResourceType: 'Endpoint', RequestType, Settings: { EndpointId: id } });
    await api.HcnModifyNamespace(pod, change('Add'));
    expect(await api.HcnDeleteNetwork(NETWORK)).toMatchObject({
      hresult: HRESULTS.HCN_E_ENTITY_HAS_REFERENCES,
    });
    await api.HcnModifyNamespace(pod, change('Remove'));
    expect(await api.HcnDeleteNetwork(NETWORK)).toEqual({ hresult: HRESULTS.S_OK });
    expect(hns.dump()).toMatchObject({ networks: [], endpoints: [] });
  });

  test.each<{ what: string; settings: string; symbol: HresultSymbol }>([
    { what: 'an unknown type', settings: '{"Type":"Carrier"}', symbol: 'HCN_E_INVALID_NETWORK_TYPE' },
    {
      what: 'a subnet that is none',
      settings: '{"Ipams":[{"Subnets":[{"IpAddressPrefix":"10.1"}]}]}',
      symbol: 'HCN_E_INVALID_SUBNET',
    },
    {
      what: 'a policy of endpoints',
      settings: '{"Policies":[{"Type":"PortMapping"}]}',
      symbol: 'HCN_E_INVALID_POLICY_TYPE',
    },
    {
      what: 'a policy without a setting it needs',
      settings: '{"Policies":[{"Type":"VxlanPort"}]}',
      symbol: 'HCN_E_INVALID_POLICY',
    },
    {
      what: 'an ID that is taken',
      settings: JSON.stringify({ ID: NETWORK.toLowerCase() }),
      symbol: 'HCN_E_NETWORK_ALREADY_EXISTS',
    },
    {
      what: 'subnets that are no list',
      settings: '{"Ipams":[{"Subnets":"10.1.0.0/16"}]}',
      symbol: 'HCN_E_INVALID_JSON',
    },
  ])('is refused with $what: $symbol', async ({ settings, symbol }) => {
    const { api } = service();
    expect(await api.HcnCreateNetwork(NIL_GUID, settings)).toMatchObject({ hresult: HRESULTS[symbol] });
  });
});

describe('queries of the simulated HNS', () => {
  const query = (filter: unknown) =>
    JSON.stringify({ SchemaVersion: { Major: 2, Minor: 0 }, Filter: JSON.stringify(filter) });

  test.each([
    { filter: { Name: 'cbr0' }, finds: 1 },
    { filter: { name: 'cbr0' }, finds: 1 },
    { filter: { Name: 'CBR0' }, finds: 0 },
    { filter: { Name: '' }, finds: 0 },
    { filter: { ID: NETWORK.toLowerCase() }, finds: 1 },
    { filter: { ID: NIL_GUID }, finds: 0 },
    { filter: { ID: NETWORK, Name: 'other' }, finds: 0 },
    { filter: { Type: 'L2Bridge' }, finds: 1 },
    { filter: { Nonsense: 'x' }, finds: 0 },
    { filter: {}, finds: 1 },
  ])('the filter $filter finds $finds', async ({ filter, finds }) => {
    const { api } = service();
    expect(JSON.parse(given(await api.HcnEnumerateNetworks(query(filter))))).toHaveLength(finds);
  });

  test('an empty name finds no network, not even one without a name', async () => {
    const { api } = service({ networks: [{}] });
    expect(JSON.parse(given(await api.HcnEnumerateNetworks(query({ Name: '' }))))).toEqual([]);
  });

  test('endpoints are filtered by the version 1 name of their network, not by that of version 2', async () => {
    const { api } = service();
    await created(api, {});
    expect(
      JSON.parse(given(await api.HcnEnumerateEndpoints(query({ VirtualNetwork: NETWORK })))),
    ).toHaveLength(1);
    expect(
      JSON.parse(given(await api.HcnEnumerateEndpoints(query({ HostComputeNetwork: NETWORK })))),
    ).toEqual([]);
  });

  test.each(['{', '[]', '{"Flags":"Detailed"}', '{"Filter":{"Name":"cbr0"}}', '{"Filter":"cbr0"}'])(
    '%s is refused as malformed',
    async (text) => {
      expect(await service().api.HcnEnumerateNetworks(text)).toMatchObject({
        hresult: HRESULTS.HCN_E_INVALID_JSON,
      });
    },
  );

  test.each(['', '{}', '{"SchemaVersion":{"Major":1,"Minor":0}}'])(
    'the query "%s" is answered with the version 1 document',
    async (text) => {
      const { api } = service();
      const handle = given(await api.HcnOpenNetwork(NETWORK));
      expect(JSON.parse(given(await api.HcnQueryNetworkProperties(handle, text)))).toMatchObject({
        Subnets: [{ AddressPrefix: '10.1.0.0/29', GatewayAddress: '10.1.0.1' }, {}],
      });
    },
  );
});

describe('handles of the simulated HNS', () => {
  test.each<{
    what: string;
    misuse: (api: ReturnType<typeof service>['api']) => Promise<{ hresult: number }>;
  }>([
    {
      what: 'closed twice',
      misuse: async (api) => {
        const handle = given(await api.HcnOpenNetwork(NETWORK));
        await api.HcnCloseNetwork(handle);
        return api.HcnCloseNetwork(handle);
      },
    },
    {
      what: 'of another kind',
      misuse: async (api) => api.HcnQueryEndpointProperties(given(await api.HcnOpenNetwork(NETWORK)), ''),
    },
  ])('$what are refused', async ({ misuse }) => {
    expect(await misuse(service().api)).toMatchObject({ hresult: HRESULTS.ERROR_INVALID_HANDLE });
  });

  test("another client's are refused", async () => {
    const { hns, api } = service();
    const handle = given(await api.HcnOpenNetwork(NETWORK));
    expect(await hns.api().HcnCloseNetwork(handle)).toMatchObject({ hresult: HRESULTS.ERROR_INVALID_HANDLE });
    expect(hns.openHandles).toBe(1);
  });

  test('of an object that is deleted find nothing', async () => {
    const { api } = service();
    const handle = given(await api.HcnOpenNetwork(NETWORK));
    await api.HcnDeleteNetwork(NETWORK);
    expect(await api.HcnQueryNetworkProperties(handle, '')).toMatchObject({
      hresult: HRESULTS.HCN_E_NETWORK_NOT_FOUND,
    });
    expect(await api.HcnCloseNetwork(handle)).toEqual({ hresult: HRESULTS.S_OK });
  });

  test('an ID that is no GUID is refused', async () => {
    const { hns } = service();
    expect(await hns.connect().call('HcnOpenNetwork', ['cbr0'])).toMatchObject({
      hresult: HRESULTS.E_INVALIDARG,
    });
  });
});

describe('HNSCall of the simulated HNS', () => {
  const get = async (api: ReturnType<typeof service>['api'], path: string) =>
    JSON.parse(given(await api.HNSCall('GET', path, '')));

  test('shows the same networks and endpoints in the form of version 1, with or without a slash', async () => {
    const bridge = flannelHostGateway({ id: NETWORK, subnet: '10.244.1.0/24' });
    const overlay = overlayNetwork({ name: 'vxlan0', subnet: '10.244.2.0/24', vsid: 4097 });
    const { api } = service({ networks: [...bridge.networks, overlay], endpoints: bridge.endpoints });
    const networks = await get(api, '/networks/');
    expect(networks).toMatchObject({
      Success: true,
      Output: [
        {
          ID: NETWORK,
          ManagementIP: '192.168.79.39',
          NetworkAdapterName: 'Ethernet',
          CurrentEndpointCount: 1,
          Policies: [],
          Subnets: [{ AddressPrefix: '10.244.1.0/24', GatewayAddress: '10.244.1.1', Policies: [] }],
        },
        {
          DrMacAddress: '00-15-5D-91-0C-4B',
          Policies: [{ Type: 'HostRoute' }],
          Subnets: [{ Policies: [{ Type: 'VSID', VSID: 4097 }] }],
        },
      ],
    });
    expect(await get(api, '/networks')).toEqual(networks);
    expect(await get(api, `/networks/${NETWORK}`)).toMatchObject({ Output: { Name: 'cbr0' } });
    expect(await get(api, '/endpoints/')).toMatchObject({
      Output: [
        {
          Name: 'cbr0_ep',
          VirtualNetwork: NETWORK,
          VirtualNetworkName: 'cbr0',
          IPAddress: '10.244.1.2',
          PrefixLength: 24,
          State: 1,
        },
      ],
    });
  });

  test('flattens the policies of an endpoint', async () => {
    const { api } = service();
    await created(api, {
      Policies: [
        { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.0.0.0/8'] } },
        { Type: 'SDNRoute', Settings: { DestinationPrefix: '10.96.0.0/12', NeedEncap: true } },
        { Type: 'PortMapping', Settings: { Protocol: 17, InternalPort: 53, ExternalPort: 5353 } },
        { Type: 'QOS', Settings: { MaximumOutgoingBandwidthInBytes: 1000 } },
      ],
      Dns: { Search: ['a', 'b'], ServerList: ['10.96.0.10'] },
    });
    expect(await get(api, '/endpoints/')).toMatchObject({
      Output: [
        {
          Policies: [
            { Type: 'OutBoundNAT', ExceptionList: ['10.0.0.0/8'] },
            { Type: 'ROUTE', DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
            { Type: 'NAT', Protocol: 'UDP', InternalPort: 53, ExternalPort: 5353 },
            { Type: 'QOS', MaximumOutgoingBandwidthInBytes: 1000 },
          ],
          DNSSuffix: 'a,b',
          DNSServerList: '10.96.0.10',
        },
      ],
    });
  });

  test('fails with the HRESULT on newer hosts, by the envelope alone on older ones', async () => {
    const envelope = { Success: false, Error: expect.stringContaining('not found'), Output: null };
    const newer = await service().api.HNSCall('GET', `/networks/${MISSING}`, '');
    expect(newer.hresult).toBe(HRESULTS.HCN_E_NETWORK_NOT_FOUND);
    expect(JSON.parse(given(newer))).toEqual(envelope);
    const older = await service({ hnsCallFailsBy: 'envelope' }).api.HNSCall(
      'GET',
      `/networks/${MISSING}`,
      '',
    );
    expect(older.hresult).toBe(HRESULTS.S_OK);
    expect(JSON.parse(given(older))).toEqual(envelope);
  });

  test('refuses what is not served', async () => {
    expect(await service().api.HNSCall('POST', '/policylists/', '{}')).toMatchObject({
      hresult: HRESULTS.HCN_E_REQUEST_UNSUPPORTED,
    });
  });
});

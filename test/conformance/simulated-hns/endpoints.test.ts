import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { HRESULTS, type HresultSymbol } from '../../../lib/hns/hresult-symbols.ts';
import { create, created, given, guid, MISSING, NETWORK, POD, service } from './service.ts';

describe('an endpoint the simulated HNS makes', () => {
  test('gets ID, address, prefix length, route, MAC address and the usual members', async () => {
    const { api } = service();
    expect(await created(api, { Name: 'x' })).toEqual({
      ID: expect.stringMatching(/^[0-9A-F-]{36}$/),
      Name: 'x',
      HostComputeNetwork: NETWORK,
      HostComputeNamespace: '00000000-0000-0000-0000-000000000000',
      Policies: [],
      IpConfigurations: [{ IpAddress: '10.1.0.2', PrefixLength: 29 }],
      Routes: [{ NextHop: '10.1.0.1', DestinationPrefix: '0.0.0.0/0' }],
      Dns: {},
      MacAddress: '00-15-5D-3C-C0-00',
      Flags: 0,
      Health: { Data: {}, Extra: {} },
      SchemaVersion: { Major: 2, Minor: 0 },
    });
  });

  test('gets the prefix length of the subnet with an address of its own choice, in canonical form', async () => {
    const { api } = service();
    const wanted = [{ IpAddress: '10.1.0.4' }, { IpAddress: 'FD00:0::4' }];
    expect(await created(api, { IpConfigurations: wanted })).toMatchObject({
      IpConfigurations: [
        { IpAddress: '10.1.0.4', PrefixLength: 29 },
        { IpAddress: 'fd00::4', PrefixLength: 64 },
      ],
      Routes: [],
    });
  });

  test('gets an address too when the reference plugins ask for none by an empty configuration', async () => {
    const { api } = service();
    const settings = { IpConfigurations: [{}], Routes: [{ NextHop: '', DestinationPrefix: '::/0' }] };
    expect(await created(api, settings)).toMatchObject({
      IpConfigurations: [{ IpAddress: '10.1.0.2', PrefixLength: 29 }],
      Routes: [{ NextHop: '10.1.0.1', DestinationPrefix: '0.0.0.0/0' }],
    });
  });

  test('keeps the ID of the call, policy types in their letters and members nobody knows', async () => {
    const { hns, api } = service();
    await create(api, { Policies: [{ type: 'l2driver' }], Owner: 'me' }, MISSING);
    expect(hns.dump().endpoints).toMatchObject([
      { ID: MISSING, Policies: [{ Type: 'l2driver', Settings: {} }], Owner: 'me' },
    ]);
  });

  test('addresses run out after five, and one that is freed is given again', async () => {
    const { api } = service();
    const ids: JsonObject[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await created(api, {}));
    expect(await create(api, {})).toMatchObject({ hresult: HRESULTS.HCN_E_ADDR_INVALID_OR_RESERVED });
    await api.HcnDeleteEndpoint(guid(String(ids[2]?.ID)));
    expect(await created(api, {})).toMatchObject({
      IpConfigurations: ids[2]?.IpConfigurations,
      MacAddress: ids[2]?.MacAddress,
    });
  });

  test('MAC addresses run out with their pool', async () => {
    const pool = { StartMacAddress: '00-15-5D-00-00-FF', EndMacAddress: '00-15-5D-00-01-00' };
    const { api } = service({ networks: [{ ID: NETWORK, MacPool: { Ranges: [pool] } }] });
    expect(await created(api, {})).toMatchObject({ MacAddress: '00-15-5D-00-00-FF' });
    expect(await created(api, {})).toMatchObject({ MacAddress: '00-15-5D-00-01-00' });
    expect(await create(api, {})).toMatchObject({ hresult: HRESULTS.E_FAIL });
  });

  test('a network without subnets takes any address and gives none', async () => {
    const { api } = service({ networks: [{ ID: NETWORK, Type: 'Transparent' }] });
    expect(await created(api, {})).toMatchObject({ IpConfigurations: [] });
    expect(await created(api, { IpConfigurations: [{ IpAddress: '192.0.2.1' }] })).toMatchObject({
      IpConfigurations: [{ IpAddress: '192.0.2.1', PrefixLength: 32 }],
    });
  });

  test('the second name is as good as the first', async () => {
    const { hns, api } = service();
    await created(api, { Name: 'x' });
    await created(api, { Name: 'x' });
    expect(hns.dump().endpoints).toHaveLength(2);
  });
});

const policy = (Type: string, Settings?: unknown, beside = {}) =>
  JSON.stringify({ Policies: [{ Type, Settings, ...beside }] });
const address = (IpAddress: string, PrefixLength?: number) =>
  JSON.stringify({ IpConfigurations: [{ IpAddress, PrefixLength }] });
const route = (NextHop: string, DestinationPrefix: string) =>
  JSON.stringify({ Routes: [{ NextHop, DestinationPrefix }] });
const port = { Protocol: 6, InternalPort: 80, ExternalPort: 8080 };

const REFUSED: readonly { what: string; settings: string; symbol: HresultSymbol }[] = [
  { what: 'no JSON', settings: '{"Name":', symbol: 'HCN_E_INVALID_JSON' },
  { what: 'an empty text', settings: '', symbol: 'HCN_E_INVALID_JSON' },
  { what: 'a list', settings: '[]', symbol: 'HCN_E_INVALID_JSON' },
  { what: 'flags by name', settings: '{"Flags":"RemoteEndpoint"}', symbol: 'HCN_E_INVALID_JSON' },
  {
    what: 'a prefix length as text',
    settings: '{"IpConfigurations":[{"IpAddress":"10.1.0.3","PrefixLength":"29"}]}',
    symbol: 'HCN_E_INVALID_JSON',
  },
  { what: 'a prefix length beyond a byte', settings: address('10.1.0.3', 256), symbol: 'HCN_E_INVALID_JSON' },
  { what: 'policies that are no list', settings: '{"Policies":{}}', symbol: 'HCN_E_INVALID_JSON' },
  { what: 'a name that is a number, in any letters', settings: '{"NAME":3}', symbol: 'HCN_E_INVALID_JSON' },
  {
    what: 'a server list with a number',
    settings: '{"Dns":{"ServerList":[1]}}',
    symbol: 'HCN_E_INVALID_JSON',
  },
  {
    what: 'an address outside the subnet',
    settings: address('10.2.0.3'),
    symbol: 'HCN_E_ADDR_INVALID_OR_RESERVED',
  },
  { what: 'the network address', settings: address('10.1.0.0'), symbol: 'HCN_E_ADDR_INVALID_OR_RESERVED' },
  { what: 'the broadcast address', settings: address('10.1.0.7'), symbol: 'HCN_E_ADDR_INVALID_OR_RESERVED' },
  { what: 'the gateway', settings: address('10.1.0.1'), symbol: 'HCN_E_ADDR_INVALID_OR_RESERVED' },
  {
    what: 'the IPv6 gateway, spelt otherwise',
    settings: address('FD00:0:0::1'),
    symbol: 'HCN_E_ADDR_INVALID_OR_RESERVED',
  },
  {
    what: 'one address twice',
    settings: '{"IpConfigurations":[{"IpAddress":"10.1.0.3"},{"IpAddress":"10.1.0.3"}]}',
    symbol: 'HCN_E_ADDR_INVALID_OR_RESERVED',
  },
  { what: 'an address that is none', settings: address('10.1.0'), symbol: 'HCN_E_INVALID_IP' },
  { what: 'an IPv4 prefix of 33', settings: address('10.1.0.3', 33), symbol: 'HCN_E_INVALID_PREFIX' },
  { what: 'a next hop that is none', settings: route('gateway', '0.0.0.0/0'), symbol: 'HCN_E_INVALID_IP' },
  {
    what: 'a destination that is none',
    settings: route('10.1.0.1', 'default'),
    symbol: 'HCN_E_INVALID_PREFIX',
  },
  { what: 'a MAC address without dashes', settings: '{"MacAddress":"0E2A0A010003"}', symbol: 'E_INVALIDARG' },
  {
    what: 'a MAC address with colons',
    settings: '{"MacAddress":"0E:2A:0A:01:00:03"}',
    symbol: 'E_INVALIDARG',
  },
  {
    what: 'a namespace, which is read-only',
    settings: JSON.stringify({ HostComputeNamespace: POD }),
    symbol: 'E_INVALIDARG',
  },
  {
    what: 'another network than the open one',
    settings: JSON.stringify({ HostComputeNetwork: MISSING }),
    symbol: 'E_INVALIDARG',
  },
  { what: 'an unknown policy type', settings: policy('Hologram', {}), symbol: 'HCN_E_INVALID_POLICY_TYPE' },
  {
    what: 'a policy without a type',
    settings: '{"Policies":[{"Settings":{}}]}',
    symbol: 'HCN_E_INVALID_POLICY_TYPE',
  },
  {
    what: 'a network policy',
    settings: policy('VxlanPort', { Port: 4789 }),
    symbol: 'HCN_E_INVALID_POLICY_TYPE',
  },
  {
    what: 'a policy in the form of version 1',
    settings: policy('OutBoundNAT', undefined, { ExceptionList: ['10.0.0.0/8'] }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  { what: 'settings that are text', settings: policy('OutBoundNAT', 'all'), symbol: 'HCN_E_INVALID_POLICY' },
  {
    what: 'an exception that is no CIDR',
    settings: policy('OutBoundNAT', { Exceptions: ['10.0.0.0'] }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'exceptions that are no list',
    settings: policy('outboundnat', { exceptions: '10.0.0.0/8' }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'the destination "<nil>"',
    settings: policy('OutBoundNAT', { Destinations: ['<nil>'] }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'a route without destination',
    settings: policy('SDNRoute', { NeedEncap: true }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'encapsulation as text',
    settings: policy('SDNRoute', { DestinationPrefix: '10.0.0.0/8', NeedEncap: 'yes' }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'a protocol HNS does not map',
    settings: policy('PortMapping', { ...port, Protocol: 41 }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'a protocol by name',
    settings: policy('PortMapping', { ...port, Protocol: 'TCP' }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'a port beyond 65535',
    settings: policy('PortMapping', { ...port, ExternalPort: 65_536 }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'the internal port 0',
    settings: policy('PortMapping', { ...port, InternalPort: 0 }),
    symbol: 'HCN_E_INVALID_INTERNAL_PORT',
  },
  {
    what: 'an ACL without direction',
    settings: policy('ACL', { Action: 'Allow' }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'an ACL with another action',
    settings: policy('ACL', { Action: 'Ignore', Direction: 'In' }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'a provider address that is none',
    settings: policy('ProviderAddress', { ProviderAddress: 'here' }),
    symbol: 'HCN_E_INVALID_POLICY',
  },
  {
    what: 'one port of the node twice',
    settings: JSON.stringify({
      Policies: [
        { Type: 'PortMapping', Settings: port },
        { Type: 'PortMapping', Settings: port },
      ],
    }),
    symbol: 'HCN_E_PORT_ALREADY_EXISTS',
  },
];

describe('an endpoint the simulated HNS refuses', () => {
  test.each(REFUSED)('$what: $symbol', async ({ settings, symbol }) => {
    const { hns, api } = service();
    const reply = await create(api, settings);
    expect(reply).toMatchObject({ hresult: HRESULTS[symbol] });
    expect(reply).not.toHaveProperty('value');
    expect(JSON.parse(reply.errorRecord ?? '')).toMatchObject({
      Success: false,
      Error: expect.stringMatching(/\S $/),
      ErrorCode: HRESULTS[symbol],
    });
    expect(hns.dump().endpoints).toEqual([]);
    expect(hns.openHandles, 'the network alone').toBe(1);
  });

  test('an address in use, in whatever spelling', async () => {
    const { api } = service();
    await created(api, { IpConfigurations: [{ IpAddress: 'fd00::9' }] });
    expect(await create(api, address('fd00:0:0::9'))).toMatchObject({
      hresult: HRESULTS.HCN_E_ADDR_INVALID_OR_RESERVED,
    });
  });

  test('a port of the node that another endpoint has; the same port for IPv6 or UDP is another', async () => {
    const { api } = service();
    await created(api, { Policies: [{ Type: 'PortMapping', Settings: port }] });
    await created(api, { Policies: [{ Type: 'PortMapping', Settings: { ...port, Flags: 2 } }] });
    await created(api, { Policies: [{ Type: 'PortMapping', Settings: { ...port, Protocol: 17 } }] });
    expect(await create(api, policy('PortMapping', { ...port, InternalPort: 81 }))).toMatchObject({
      hresult: HRESULTS.HCN_E_PORT_ALREADY_EXISTS,
    });
  });

  test('IPv6 on an HNS that knows only IPv4', async () => {
    const { api } = service({ version: { Major: 11, Minor: 9 } });
    expect(await create(api, address('fd00::9'))).toMatchObject({
      hresult: HRESULTS.HCN_E_REQUEST_UNSUPPORTED,
    });
    expect(await create(api, address('10.1.0.3'))).toMatchObject({ hresult: HRESULTS.S_OK });
  });

  test('an ID that is taken', async () => {
    const { api } = service();
    given(await create(api, {}, MISSING));
    expect(await create(api, {}, MISSING)).toMatchObject({ hresult: HRESULTS.ERROR_OBJECT_ALREADY_EXISTS });
  });

  test('the gateway of a subnet whose flag says it is not reserved is an address like any other', async () => {
    const Subnets = [
      {
        IpAddressPrefix: '10.1.0.0/29',
        Flags: 1,
        Routes: [{ NextHop: '10.1.0.1', DestinationPrefix: '0.0.0.0/0' }],
      },
    ];
    const { api } = service({ networks: [{ ID: NETWORK, Ipams: [{ Subnets }] }] });
    expect(await create(api, address('10.1.0.1'))).toMatchObject({ hresult: HRESULTS.S_OK });
  });
});

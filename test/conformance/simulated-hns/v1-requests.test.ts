import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../lib/cni/json.ts';
import type { HcnApi } from '../../../lib/hns/hcn/api.ts';
import { HRESULTS } from '../../../lib/hns/hresult-symbols.ts';
import { created, given, MISSING, NETWORK, POD, service } from './service.ts';

/** A request of version 1 that has to succeed. */
async function output(api: HcnApi, method: string, path: string, body?: JsonObject): Promise<JsonObject> {
  const reply = await api.HNSCall(method, path, body === undefined ? '' : JSON.stringify(body));
  const envelope = JSON.parse(given(reply));
  expect(envelope).toMatchObject({ Success: true });
  return envelope.Output;
}

/** The HRESULT of one that is refused. */
async function refusal(api: HcnApi, path: string, body: JsonObject | string): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await api.HNSCall('POST', path, text)).hresult;
}

const ENDPOINT: JsonObject = {
  Name: 'pod_cbr0',
  VirtualNetwork: NETWORK,
  IPAddress: '10.1.0.4',
  PrefixLength: 29,
  IPv6Address: 'fd00::4',
  GatewayAddress: '10.1.0.2',
  GatewayAddressV6: 'fd00::1',
  DNSServerList: '10.96.0.10,10.96.0.11',
  DNSSuffix: 'a.local,b.local',
  DNSDomain: 'local',
  EncapOverhead: 50,
  Policies: [
    { Type: 'OutBoundNAT', ExceptionList: ['10.0.0.0/8'], VIP: '10.2.0.1' },
    { Type: 'ROUTE', DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
    { Type: 'PA', PA: '192.168.1.1' },
    { Type: 'NAT', Protocol: 'UDP', InternalPort: 53, ExternalPort: 5353, ExternalPortReserved: true },
    { Type: 'ACL', Action: 'Allow', Direction: 'In', Protocols: '6' },
    { Type: 'PROXY', IP: '10.1.0.4', Port: '8080', ExceptionList: ['10.0.0.1'], OutboundNat: true },
  ],
};

describe('one state behind both APIs', () => {
  test('an endpoint made by version 1 is seen by version 2', async () => {
    const { hns, api } = service();
    await output(api, 'POST', '/endpoints/', ENDPOINT);
    expect(hns.dump().endpoints).toMatchObject([
      {
        Name: 'pod_cbr0',
        HostComputeNetwork: NETWORK,
        IpConfigurations: [
          { IpAddress: '10.1.0.4', PrefixLength: 29 },
          { IpAddress: 'fd00::4', PrefixLength: 64 },
        ],
        Routes: [
          { NextHop: '10.1.0.2', DestinationPrefix: '0.0.0.0/0' },
          { NextHop: 'fd00::1', DestinationPrefix: '::/0' },
        ],
        Dns: { Domain: 'local', Search: ['a.local', 'b.local'], ServerList: ['10.96.0.10', '10.96.0.11'] },
        Policies: [
          { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.0.0.0/8'], VirtualIP: '10.2.0.1' } },
          { Type: 'SDNRoute', Settings: { DestinationPrefix: '10.96.0.0/12', NeedEncap: true } },
          { Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.1.1' } },
          {
            Type: 'PortMapping',
            Settings: { Protocol: 17, InternalPort: 53, ExternalPort: 5353, Flags: 4 },
          },
          { Type: 'ACL', Settings: { Action: 'Allow', Direction: 'In', Protocols: '6' } },
          {
            Type: 'L4Proxy',
            Settings: { IP: '10.1.0.4', Port: '8080', Exceptions: ['10.0.0.1'], OutboundNAT: true },
          },
          { Type: 'EncapOverhead', Settings: { Overhead: 50 } },
        ],
      },
    ]);
  });

  test('version 1 shows what it was given', async () => {
    const { api } = service();
    const { ID } = await output(api, 'POST', '/endpoints/', ENDPOINT);
    expect(await output(api, 'GET', `/endpoints/${ID}`)).toMatchObject({ ...ENDPOINT, IPv6PrefixLength: 64 });
  });

  test('an endpoint made by version 2 is deleted by version 1', async () => {
    const { hns, api } = service();
    const { ID } = await created(api, { Name: 'x' });
    await output(api, 'DELETE', `/endpoints/${ID}`);
    expect(hns.dump().endpoints).toEqual([]);
  });

  test('a network made by flanneld through version 1', async () => {
    const { hns, api } = service({ networks: [] });
    const { ID } = await output(api, 'POST', '/networks/', {
      Name: 'cbr0',
      Type: 'L2Bridge',
      NetworkAdapterName: 'Ethernet',
      Subnets: [{ AddressPrefix: '10.244.1.0/24', GatewayAddress: '10.244.1.1' }],
    });
    expect(hns.dump().networks).toMatchObject([
      {
        ID,
        Policies: [{ Type: 'NetAdapterName', Settings: { NetworkAdapterName: 'Ethernet' } }],
        Ipams: [
          {
            Subnets: [
              {
                IpAddressPrefix: '10.244.1.0/24',
                Routes: [{ NextHop: '10.244.1.1', DestinationPrefix: '0.0.0.0/0' }],
              },
            ],
          },
        ],
      },
    ]);
    await output(api, 'DELETE', `/networks/${ID}`);
    expect(hns.dump().networks).toEqual([]);
  });
});

describe('attaching through HNSCall', () => {
  test('flanneld attaches the bridge endpoint to the node once', async () => {
    const { api } = service();
    const { ID } = await created(api, { Name: 'cbr0_ep' });
    const host = { SystemType: 'Host', CompartmentId: 1 };
    await output(api, 'POST', `/endpoints/${ID}/attach`, host);
    expect(await output(api, 'GET', `/endpoints/${ID}`)).toMatchObject({ State: 2 });
    const again = await api.HNSCall('POST', `/endpoints/${ID}/attach`, JSON.stringify(host));
    expect(again).toMatchObject({ hresult: HRESULTS.HCN_E_ENDPOINT_ALREADY_ATTACHED });
    expect(again.value).toContain('This endpoint is already attached to the switch.');
    await output(api, 'POST', `/endpoints/${ID}/detach`, { SystemType: 'Host' });
    expect(await output(api, 'GET', `/endpoints/${ID}`)).toMatchObject({ State: 1 });
  });

  test('a container is attached and detached without its compute system', async () => {
    const { api } = service();
    const { ID } = await created(api, { Name: 'x' });
    const container = { SystemType: 'Container', ContainerId: 'app' };
    await output(api, 'POST', `/endpoints/${ID}/attach`, container);
    expect(await output(api, 'GET', `/endpoints/${ID}`)).toMatchObject({ SharedContainers: ['app'] });
    await output(api, 'POST', `/endpoints/${ID}/detach`, container);
    expect(await refusal(api, `/endpoints/${ID}/detach`, container)).toBe(HRESULTS.ERROR_NOT_FOUND);
    expect(await refusal(api, `/endpoints/${ID}/attach`, { SystemType: 'VirtualMachine' })).toBe(
      HRESULTS.HCN_E_REQUEST_UNSUPPORTED,
    );
    expect(await refusal(api, `/endpoints/${ID}/attach`, { SystemType: 'Container' })).toBe(
      HRESULTS.E_INVALIDARG,
    );
  });

  test('namespaces take and give back endpoints', async () => {
    const { hns, api } = service();
    const { ID } = await created(api, { Name: 'x' });
    const resource = { Type: 'Endpoint', Data: { Id: `${ID}` } };
    expect(await output(api, 'POST', `/namespaces/${POD}/addresource`, resource)).toMatchObject({
      ResourceList: [resource],
    });
    expect(hns.dump().endpoints).toMatchObject([{ HostComputeNamespace: POD }]);
    await output(api, 'POST', `/namespaces/${POD}/removeresource`, resource);
    expect(hns.dump().namespaces).toMatchObject([{ Resources: [] }]);
    const made = await output(api, 'POST', '/namespaces/', {});
    await output(api, 'DELETE', `/namespaces/${made.ID}`);
    expect(hns.dump().namespaces).toHaveLength(1);
  });
});

test('an update replaces the policies and leaves the rest', async () => {
  const { hns, api } = service();
  const { ID } = await output(api, 'POST', '/endpoints/', ENDPOINT);
  await output(api, 'POST', `/endpoints/${ID}`, { Name: 'other', Policies: [{ Type: 'L2Driver' }] });
  await output(api, 'POST', `/endpoints/${ID}`, { Name: 'other' });
  expect(hns.dump().endpoints).toMatchObject([
    { Name: 'pod_cbr0', Policies: [{ Type: 'L2Driver', Settings: {} }] },
  ]);
});

describe('what version 1 refuses', () => {
  test.each<{ what: string; more: { [name: string]: JsonValue }; hresult: number }>([
    {
      what: 'an IPv6 address as IPAddress',
      more: { IPAddress: 'fd00::4' },
      hresult: HRESULTS.HCN_E_INVALID_IP,
    },
    {
      what: 'an address outside the subnets',
      more: { IPAddress: '10.9.0.4' },
      hresult: HRESULTS.HCN_E_ADDR_INVALID_OR_RESERVED,
    },
    {
      what: 'an unknown network',
      more: { VirtualNetwork: MISSING },
      hresult: HRESULTS.HCN_E_NETWORK_NOT_FOUND,
    },
    {
      what: 'a policy in the form of version 2',
      more: { Policies: [{ Type: 'OutBoundNAT', Settings: { Exceptions: [] } }] },
      hresult: HRESULTS.HCN_E_INVALID_POLICY,
    },
    {
      what: 'a policy type of version 2',
      more: { Policies: [{ Type: 'SDNRoute', DestinationPrefix: '10.0.0.0/8' }] },
      hresult: HRESULTS.HCN_E_INVALID_POLICY_TYPE,
    },
    {
      what: 'a protocol by number',
      more: { Policies: [{ Type: 'NAT', Protocol: 6, InternalPort: 80 }] },
      hresult: HRESULTS.HCN_E_INVALID_POLICY,
    },
  ])('$what', async ({ more, hresult }) => {
    const { api } = service();
    expect(await refusal(api, '/endpoints/', { ...ENDPOINT, ...more })).toBe(hresult);
  });

  test('a body that is no object', async () => {
    expect(await refusal(service().api, '/endpoints/', '[')).toBe(HRESULTS.HCN_E_INVALID_JSON);
  });

  test('older hosts say so in the envelope alone, in the words of the system', async () => {
    const { api } = service({ hnsCallFailsBy: 'envelope', missingEndpoint: 'ERROR_NOT_FOUND' });
    expect(await api.HNSCall('DELETE', `/endpoints/${MISSING}`, '')).toEqual({
      hresult: HRESULTS.S_OK,
      value: '{"Success":false,"Error":"Element not found. ","Output":null}',
    });
  });
});

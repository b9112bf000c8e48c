import { describe, expect, test } from 'vitest';
import type { HcnReply } from '../../../../lib/hns/hcn/api.ts';
import { apiOverCalls } from '../../../../lib/hns/hcn/api-over-calls.ts';
import { V1Driver } from '../../../../lib/hns/v1/driver.ts';
import { v1EndpointDocument } from '../../../../lib/hns/v1/endpoint-document.ts';
import { readV1Endpoint } from '../../../../lib/hns/v1/read-endpoint.ts';
import { readV1Network } from '../../../../lib/hns/v1/read-network.ts';
import { address, BRIDGE, cidr, endpointRequest, POD } from '../hcn/node.ts';

const ID = 'D1E2F3A4-B5C6-4711-8899-AABBCCDDEEFF';
const DEFAULT_V4 = { destination: cidr('0.0.0.0/0'), nextHop: address('10.244.1.2') };

describe('the document version 1 is sent', () => {
  test('has every member in its place, and an IPv6 address never in IPAddress', () => {
    const document = v1EndpointDocument(
      endpointRequest({
        addresses: [cidr('fd00:1::7/64'), cidr('10.244.1.7/24')],
        routes: [DEFAULT_V4, { destination: cidr('::/0'), nextHop: address('fd00:1::1') }],
        dns: {
          domain: 'local',
          search: ['a.local', 'b.local'],
          servers: ['10.96.0.10', '10.96.0.11'],
          options: [],
        },
        policies: [{ Type: 'EncapOverhead', Settings: { Overhead: 50 } }],
        macAddress: '0E-2A-0a-f4-01-07',
      }),
    );
    expect(document).toEqual({
      Name: '3f9c_cbr0',
      VirtualNetwork: BRIDGE,
      MacAddress: '0E-2A-0a-f4-01-07',
      IPAddress: '10.244.1.7',
      PrefixLength: 24,
      IPv6Address: 'fd00:1::7',
      IPv6PrefixLength: 64,
      GatewayAddress: '10.244.1.2',
      GatewayAddressV6: 'fd00:1::1',
      DNSDomain: 'local',
      DNSSuffix: 'a.local,b.local',
      DNSServerList: '10.96.0.10,10.96.0.11',
      EncapOverhead: 50,
    });
  });

  test('leaves out what is empty', () => {
    const dns = { search: [], servers: [], options: ['ndots:5'] };
    const request = endpointRequest({ addresses: [], routes: [], policies: [], dns });
    expect(v1EndpointDocument(request)).toEqual({ Name: '3f9c_cbr0', VirtualNetwork: BRIDGE });
  });

  test('needs no route that the default route covers', () => {
    const more = { destination: cidr('10.96.0.0/12'), nextHop: address('10.244.1.2') };
    expect(v1EndpointDocument(endpointRequest({ routes: [DEFAULT_V4, more] }))).toMatchObject({
      GatewayAddress: '10.244.1.2',
    });
  });

  test.each([
    {
      what: 'a second address of a family',
      changes: { addresses: [cidr('10.244.1.7/24'), cidr('10.244.1.8/24')] },
      says: '10.244.1.8/24',
    },
    {
      what: 'a route through another next hop',
      changes: {
        routes: [DEFAULT_V4, { destination: cidr('10.96.0.0/12'), nextHop: address('10.244.1.9') }],
      },
      says: '10.96.0.0/12 through 10.244.1.9',
    },
    {
      what: 'a second default route',
      changes: { routes: [DEFAULT_V4, { ...DEFAULT_V4, nextHop: address('10.244.1.9') }] },
      says: '0.0.0.0/0 through 10.244.1.9',
    },
  ])('$what is refused with code 104', ({ changes, says }) => {
    expect(() => v1EndpointDocument(endpointRequest(changes))).toThrow(
      expect.objectContaining({ code: 104, message: expect.stringContaining(says) }),
    );
  });
});

describe('the documents version 1 shows', () => {
  test('an endpoint, whatever the letter case of its members', () => {
    const endpoint = readV1Endpoint({
      Id: ID,
      name: 'x',
      virtualnetwork: BRIDGE,
      IPAddress: '10.244.1.7',
      PrefixLength: 24,
      GatewayAddress: '10.244.1.2',
      DNSServerList: '10.96.0.10, 10.96.0.11,',
      Namespace: { ID: POD },
      SharedContainers: ['3f9c', ''],
      EncapOverhead: 50,
      IsRemoteEndpoint: true,
    });
    expect(endpoint).toEqual({
      id: ID,
      name: 'x',
      networkId: BRIDGE,
      namespaceId: POD,
      containers: ['3f9c'],
      addresses: [cidr('10.244.1.7/24')],
      routes: [DEFAULT_V4],
      dns: { search: [], servers: ['10.96.0.10', '10.96.0.11'], options: [] },
      policies: [{ Type: 'EncapOverhead', Settings: { Overhead: 50 } }],
      macAddress: '',
      isRemote: true,
    });
  });

  test.each([
    { ID: 'x', VirtualNetwork: BRIDGE },
    { ID, VirtualNetwork: '' },
    { ID, VirtualNetwork: BRIDGE, IPAddress: '10.244.1' },
  ])('an endpoint that cannot be understood is told: %o', (document) => {
    expect(() => readV1Endpoint(document)).toThrow(expect.objectContaining({ code: 103 }));
  });

  test('a network, with a subnet that has no gateway and one that has no prefix', () => {
    const Subnets = [{ AddressPrefix: '10.244.1.0/24', GatewayAddress: '' }, { AddressPrefix: '' }];
    expect(readV1Network({ ID: BRIDGE, Name: 'cbr0', ManagementIP: '', Subnets })).toEqual({
      id: BRIDGE,
      name: 'cbr0',
      type: 'NAT',
      subnets: [{ prefix: cidr('10.244.1.0/24') }],
    });
  });

  test.each([{ ID: '' }, { ID: BRIDGE, Subnets: [{ AddressPrefix: '10.244.1.0' }] }])(
    'a network that cannot be understood is told: %o',
    (document) => {
      expect(() => readV1Network(document)).toThrow(expect.objectContaining({ code: 103 }));
    },
  );
});

test('an endpoint nobody asked for may be of any form', async () => {
  const strange = { ID: ID, Name: 'of another program', IPAddress: 'none', Namespace: {} };
  const own = { ID: POD, Name: '3f9c_cbr0', VirtualNetwork: BRIDGE, Namespace: { ID: POD } };
  const api = apiOverCalls(
    async (): Promise<HcnReply<string>> => ({
      hresult: 0,
      value: JSON.stringify({ Success: true, Output: [strange, own] }),
    }),
  );
  const driver = new V1Driver(api);
  expect(await driver.findEndpoint('3f9c_cbr0')).toMatchObject({ id: POD });
  expect(await driver.endpointsOf(BRIDGE)).toHaveLength(1);
  expect(await driver.endpointsIn(POD)).toHaveLength(1);
});

import { describe, expect, test } from 'vitest';
import { flannelHostGateway, overlayNetwork } from '../../../conformance/simulated-hns/fixtures.ts';
import { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import type { StateDocument } from '../../../conformance/simulated-hns/state.ts';
import { MISSING, NETWORK, NETWORK_DOCUMENT, POD } from './service.ts';

const ENDPOINT = { ID: 'D1E2F3A4-B5C6-4711-8899-AABBCCDDEEFF', Name: 'x', HostComputeNetwork: NETWORK };
const RESOURCE = { Type: 'Endpoint', Data: { Id: ENDPOINT.ID } };

describe('the state of a simulated HNS', () => {
  test('is empty, of the version of Windows Server 2025, when nothing is said', () => {
    expect(new SimulatedHns().dump()).toEqual({
      version: { Major: 15, Minor: 4 },
      networks: [],
      namespaces: [],
      endpoints: [],
      computeSystems: [],
    });
  });

  test('loads what it dumps', () => {
    const bridge = flannelHostGateway({ subnet: '10.244.1.0/24' });
    const networks = [...bridge.networks, overlayNetwork({ subnet: '10.244.2.0/24' }), NETWORK_DOCUMENT];
    const endpoints = [...bridge.endpoints, { ...ENDPOINT, HostComputeNamespace: POD }];
    const dump = new SimulatedHns({ version: { Major: 10, Minor: 4 }, networks, endpoints }).dump();
    expect(new SimulatedHns(dump).dump()).toEqual(dump);
    expect(new SimulatedHns(JSON.parse(JSON.stringify(dump))).dump()).toEqual(dump);
  });

  test.each<{ says: string; state: StateDocument }>([
    { says: 'the endpoint alone', state: { endpoints: [{ ...ENDPOINT, HostComputeNamespace: POD }] } },
    {
      says: 'the endpoint of a listed namespace',
      state: {
        endpoints: [{ ...ENDPOINT, HostComputeNamespace: POD }],
        namespaces: [{ ID: POD.toLowerCase() }],
      },
    },
    {
      says: 'the namespace alone',
      state: { endpoints: [ENDPOINT], namespaces: [{ ID: POD, Resources: [RESOURCE] }] },
    },
    {
      says: 'both',
      state: {
        endpoints: [{ ...ENDPOINT, HostComputeNamespace: POD }],
        namespaces: [{ ID: POD, Resources: [RESOURCE] }],
      },
    },
  ])('an attachment that $says tells of is known to both', ({ state }) => {
    const dump = new SimulatedHns({ networks: [NETWORK_DOCUMENT], ...state }).dump();
    expect(dump.namespaces).toMatchObject([{ Resources: [RESOURCE] }]);
    expect(String(dump.endpoints[0]?.HostComputeNamespace).toUpperCase()).toBe(POD);
  });

  test('an overlay network with its policies listed keeps exactly those', () => {
    const hns = new SimulatedHns({ networks: [{ Type: 'Overlay', Policies: [] }, { Type: 'overlay' }] });
    expect(hns.dump().networks).toMatchObject([
      { Policies: [] },
      { Policies: [{ Type: 'ProviderAddress' }, { Type: 'DrMacAddress' }] },
    ]);
  });

  test.each<{ state: StateDocument; says: string }>([
    { state: { networks: [{ Type: 'Carrier' }] }, says: 'networks[0] cannot be loaded' },
    { state: { networks: [{}, { Flags: '8' }] }, says: '$.Flags' },
    { state: { endpoints: [{ ...ENDPOINT, HostComputeNetwork: MISSING }] }, says: MISSING },
    { state: { endpoints: [ENDPOINT, ENDPOINT] }, says: 'endpoints[1]' },
    { state: { namespaces: [{ Type: 'Castle' }] }, says: '$.Type' },
  ])('is refused with $says', ({ state, says }) => {
    expect(() => new SimulatedHns({ networks: [NETWORK_DOCUMENT], ...state })).toThrow(says);
  });
});

describe('networks as flanneld leaves them', () => {
  test('on a bridge the host itself is at .2, in no namespace', () => {
    const bridge = flannelHostGateway({ name: 'cbr0', subnet: '10.244.1.0/24', managementIp: '192.0.2.7' });
    expect(new SimulatedHns(bridge).dump()).toMatchObject({
      networks: [
        {
          Name: 'cbr0',
          Type: 'L2Bridge',
          Policies: [{}, { Settings: { ProviderAddress: '192.0.2.7' } }],
          Ipams: [{ Subnets: [{ IpAddressPrefix: '10.244.1.0/24', Routes: [{ NextHop: '10.244.1.1' }] }] }],
        },
      ],
      endpoints: [{ Name: 'cbr0_ep', IpConfigurations: [{ IpAddress: '10.244.1.2', PrefixLength: 24 }] }],
    });
  });

  test('an overlay has its VSID on each subnet and a gateway per family', () => {
    const network = overlayNetwork({
      subnet: '10.244.2.5/24',
      gateway: '10.244.2.9',
      vsid: 4097,
      more: [{ subnet: 'fd00:2::/64' }],
    });
    expect(new SimulatedHns({ networks: [network] }).dump().networks).toMatchObject([
      {
        Ipams: [
          {
            Subnets: [
              {
                IpAddressPrefix: '10.244.2.0/24',
                Routes: [{ NextHop: '10.244.2.9', DestinationPrefix: '0.0.0.0/0' }],
                Policies: [{ Settings: { IsolationId: 4097 } }],
              },
              {
                IpAddressPrefix: 'fd00:2::/64',
                Routes: [{ NextHop: 'fd00:2::1', DestinationPrefix: '::/0' }],
              },
            ],
          },
        ],
      },
    ]);
  });
});

import type { Members } from './shape.ts';

const DNS: Members = { Domain: 'text', Search: 'texts', ServerList: 'texts', Options: 'texts' };
const SCHEMA: Members = { Major: 'u32', Minor: 'u32' };
const ROUTE: Members = { NextHop: 'text', DestinationPrefix: 'text', Metric: 'u16' };
const POLICY: Members = { Type: 'text' };

/** What every object has (HNS_Schema.md). */
const COMMON: Members = {
  ID: 'guid',
  Name: 'text',
  Policies: { listOf: POLICY },
  Dns: { members: DNS },
  Flags: 'u32',
  Health: 'object',
  SchemaVersion: { members: SCHEMA },
};

/** HostComputeNetwork. */
export const NETWORK: Members = {
  ...COMMON,
  Type: 'text',
  MacPool: { members: { Ranges: { listOf: { StartMacAddress: 'text', EndMacAddress: 'text' } } } },
  Ipams: {
    listOf: {
      Type: 'text',
      Subnets: {
        listOf: {
          IpAddressPrefix: 'text',
          Policies: { listOf: POLICY },
          Routes: { listOf: ROUTE },
          Flags: 'u32',
        },
      },
    },
  },
};

/** HostComputeEndpoint. */
export const ENDPOINT: Members = {
  ...COMMON,
  HostComputeNetwork: 'guid',
  HostComputeNamespace: 'guid',
  IpConfigurations: { listOf: { IpAddress: 'text', PrefixLength: 'u8', IpSubnetId: 'guid' } },
  Routes: { listOf: ROUTE },
  MacAddress: 'text',
};

/** HostComputeNamespace. */
export const NAMESPACE: Members = {
  ID: 'guid',
  NamespaceId: 'u32',
  Type: { oneOf: ['Host', 'HostDefault', 'Guest', 'GuestDefault'] },
  Resources: { listOf: { Type: 'text', Data: 'object' } },
  SchemaVersion: { members: SCHEMA },
};

/** HostComputeQuery: the filter is JSON text inside the JSON, the flags are a number. */
export const QUERY: Members = { SchemaVersion: { members: SCHEMA }, Flags: 'u32', Filter: 'text' };

/** ModifyNetworkSettingRequest and its kin. */
export const CHANGE: Members = {
  ResourceType: 'text',
  RequestType: { oneOf: ['Add', 'Remove', 'Update', 'Refresh'] },
  Settings: 'object',
};

/** ModifySettingRequest of the compute service, for a container's network: `Settings` is the ID of an endpoint. */
export const COMPUTE_CHANGE: Members = { ResourceType: 'text', RequestType: 'text', Settings: 'text' };

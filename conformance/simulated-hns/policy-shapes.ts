import type { Members } from './shape.ts';

/** The settings of a policy type: what its members are, and which must be there. */
export interface PolicyShape {
  readonly members: Members;
  readonly required?: readonly string[];
}

const ACL: PolicyShape = {
  members: {
    Protocols: 'text',
    Action: { oneOf: ['Allow', 'Block', 'Pass'] },
    Direction: { oneOf: ['In', 'Out'] },
    LocalAddresses: 'text',
    RemoteAddresses: 'text',
    LocalPorts: 'text',
    RemotePorts: 'text',
    RuleType: { oneOf: ['Host', 'Switch'] },
    Priority: 'u16',
  },
  required: ['Action', 'Direction'],
};

const INTERFACE_CONSTRAINT: PolicyShape = {
  members: {
    InterfaceGuid: 'guid',
    InterfaceLuid: 'u64',
    InterfaceIndex: 'u32',
    InterfaceMediaType: 'u32',
    InterfaceAlias: 'text',
    InterfaceDescription: 'text',
  },
};

const L4_PROXY: PolicyShape = {
  members: {
    IP: 'ip',
    Port: 'text',
    Protocol: 'u32',
    Exceptions: 'texts',
    ExceptionList: 'texts',
    Destination: 'text',
    OutboundNAT: 'boolean',
  },
};

/** Policies of an endpoint (HNS_Schema.md, EndpointPolicyType). */
export const ENDPOINT_POLICIES: Readonly<Record<string, PolicyShape>> = {
  OutBoundNAT: {
    members: {
      VirtualIP: 'ip',
      Exceptions: 'cidrs',
      Destinations: 'ips',
      Flags: 'u32',
      MaxPortPoolUsage: 'u16',
    },
  },
  SDNRoute: {
    members: {
      DestinationPrefix: 'cidr',
      NextHop: 'ip',
      NeedEncap: 'boolean',
      AutomaticEndpointMonitor: 'boolean',
    },
    required: ['DestinationPrefix'],
  },
  PortMapping: {
    members: {
      Protocol: { oneOf: [1, 2, 6, 17, 58] },
      InternalPort: 'u16',
      ExternalPort: 'u16',
      VIP: 'ip',
      Flags: 'u32',
    },
    required: ['Protocol', 'InternalPort'],
  },
  ProviderAddress: { members: { ProviderAddress: 'ip' }, required: ['ProviderAddress'] },
  ACL,
  QOS: {
    members: { MaximumOutgoingBandwidthInBytes: 'u64' },
    required: ['MaximumOutgoingBandwidthInBytes'],
  },
  L2Driver: { members: {} },
  L4Proxy: L4_PROXY,
  L4WFPPROXY: {
    members: {
      InboundProxyPort: 'text',
      OutboundProxyPort: 'text',
      FilterTuple: 'object',
      UserSID: 'text',
      InboundExceptions: 'object',
      OutboundExceptions: 'object',
    },
  },
  PortName: { members: { Name: 'text' } },
  EncapOverhead: { members: { Overhead: 'u16' } },
  InterfaceConstraint: INTERFACE_CONSTRAINT,
  Iov: { members: { IovOffloadWeight: 'u32', QueuePairsRequested: 'u32', InterruptModeration: 'u32' } },
  TierAcl: {
    members: { Name: 'text', Direction: { oneOf: ['In', 'Out'] }, Order: 'u16', TierAclRules: 'objects' },
    required: ['Name', 'Direction', 'Order'],
  },
  Encryption: { members: {} },
  VLAN: { members: { IsolationId: 'u32' }, required: ['IsolationId'] },
  InterfaceParameters: { members: { Mtu: 'u32' } },
};

/** Policies of a network (hcsshim, hcn/hcnpolicy.go). */
export const NETWORK_POLICIES: Readonly<Record<string, PolicyShape>> = {
  ProviderAddress: { members: { ProviderAddress: 'ip' } },
  DrMacAddress: { members: { Address: 'text' } },
  RemoteSubnetRoute: {
    members: {
      DestinationPrefix: 'cidr',
      IsolationId: 'u32',
      ProviderAddress: 'ip',
      DistributedRouterMacAddress: 'text',
    },
    required: ['DestinationPrefix', 'IsolationId', 'ProviderAddress', 'DistributedRouterMacAddress'],
  },
  HostRoute: { members: {} },
  NetAdapterName: { members: { NetworkAdapterName: 'text' } },
  SourceMacAddress: { members: { SourceMacAddress: 'text' } },
  AutomaticDNS: { members: { Enable: 'boolean' } },
  VxlanPort: { members: { Port: 'u16' }, required: ['Port'] },
  LayerConstraint: { members: { LayerId: 'text' } },
  VSwitchExtension: { members: { ExtensionID: 'text', Enable: 'boolean' } },
  SetPolicy: {
    members: { Id: 'text', Name: 'text', PolicyType: { oneOf: ['IPSET', 'NESTEDIPSET'] }, Values: 'text' },
    required: ['Id', 'Name', 'PolicyType', 'Values'],
  },
  InterfaceConstraint: INTERFACE_CONSTRAINT,
  L4Proxy: L4_PROXY,
  NetworkACL: ACL,
};

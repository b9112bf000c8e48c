import type { EndpointPolicy } from './endpoint-policy.ts';

/** What the value of a policy's member has to be. */
export type MemberForm =
  | 'text'
  | 'texts'
  | 'truth'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'address'
  | 'prefix'
  /** A list whose elements are addresses or prefixes. */
  | 'addresses'
  /** A number of the Internet Protocol suite, or its name as version 1 has it. */
  | 'protocol'
  /** Objects, and lists of them, which only HNS looks into. */
  | 'document';

/** What a policy of one type is made of. */
export interface PolicyForm {
  /** The name version 1 of the API has for the type, if another. */
  readonly v1Type?: string;
  /** Members of `Settings` in the spelling of version 2. Members that are not listed are passed on as they are. */
  readonly members: Readonly<Record<string, MemberForm>>;
  /** Version 1's name for a member: to version 2's. */
  readonly v1Members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
}

/** Every policy type of endpoints that HNS documents (hcsshim hcn/hcnpolicy.go and hnspolicy.go). */
export const POLICY_FORMS: Readonly<Record<EndpointPolicy['Type'], PolicyForm>> = {
  OutBoundNAT: {
    members: {
      VirtualIP: 'address',
      Exceptions: 'addresses',
      Destinations: 'addresses',
      Flags: 'u32',
      MaxPortPoolUsage: 'u16',
    },
    v1Members: { VIP: 'VirtualIP', ExceptionList: 'Exceptions' },
  },
  SDNRoute: {
    v1Type: 'ROUTE',
    members: {
      DestinationPrefix: 'prefix',
      NextHop: 'address',
      NeedEncap: 'truth',
      AutomaticEndpointMonitor: 'truth',
    },
    required: ['DestinationPrefix'],
  },
  PortMapping: {
    v1Type: 'NAT',
    members: { Protocol: 'protocol', InternalPort: 'u16', ExternalPort: 'u16', VIP: 'address', Flags: 'u32' },
    required: ['Protocol', 'InternalPort', 'ExternalPort'],
  },
  ProviderAddress: {
    v1Type: 'PA',
    members: { ProviderAddress: 'address' },
    v1Members: { PA: 'ProviderAddress' },
    required: ['ProviderAddress'],
  },
  ACL: {
    members: {
      Protocols: 'text',
      Action: 'text',
      Direction: 'text',
      LocalAddresses: 'text',
      RemoteAddresses: 'text',
      LocalPorts: 'text',
      RemotePorts: 'text',
      RuleType: 'text',
      Priority: 'u16',
    },
    required: ['Action', 'Direction'],
  },
  QOS: {
    members: { MaximumOutgoingBandwidthInBytes: 'u64' },
    required: ['MaximumOutgoingBandwidthInBytes'],
  },
  L2Driver: { members: {} },
  L4Proxy: {
    v1Type: 'PROXY',
    members: {
      IP: 'text',
      Port: 'text',
      Protocol: 'protocol',
      Exceptions: 'texts',
      Destination: 'text',
      OutboundNAT: 'truth',
    },
    v1Members: { ExceptionList: 'Exceptions' },
  },
  L4WFPPROXY: {
    members: {
      InboundProxyPort: 'text',
      OutboundProxyPort: 'text',
      FilterTuple: 'document',
      UserSID: 'text',
      InboundExceptions: 'document',
      OutboundExceptions: 'document',
    },
  },
  PortName: { members: { Name: 'text' } },
  EncapOverhead: { members: { Overhead: 'u16' } },
  InterfaceConstraint: {
    members: {
      InterfaceGuid: 'text',
      InterfaceLuid: 'u64',
      InterfaceIndex: 'u32',
      InterfaceMediaType: 'u32',
      InterfaceAlias: 'text',
      InterfaceDescription: 'text',
    },
  },
  Iov: { members: { IovOffloadWeight: 'u32', QueuePairsRequested: 'u32', InterruptModeration: 'u32' } },
  TierAcl: { members: { Name: 'text', Direction: 'text', Order: 'u16', TierAclRules: 'document' } },
  Encryption: { members: {} },
  VLAN: { members: { IsolationId: 'u32' } },
  InterfaceParameters: { members: { Mtu: 'u32' } },
};

import type { EndpointPolicy } from '../policies/endpoint-policy.ts';

/** How version 1 writes a policy: flat, its members beside `Type`. */
export interface V1PolicyForm {
  /** What version 1 calls the type. */
  readonly type: string;
  /** Members with another name: version 2's to version 1's. All others have the same. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Members of version 2 that version 1 has nothing for. */
  readonly without?: readonly string[];
}

/** The policy types of endpoints that version 1 has (hcsshim, hnspolicy.go), by their name in version 2. */
export const V1_POLICY_FORMS: Partial<Readonly<Record<EndpointPolicy['Type'], V1PolicyForm>>> = {
  OutBoundNAT: {
    type: 'OutBoundNAT',
    renamed: { VirtualIP: 'VIP', Exceptions: 'ExceptionList' },
    without: ['Flags'],
  },
  SDNRoute: { type: 'ROUTE', without: ['AutomaticEndpointMonitor'] },
  PortMapping: { type: 'NAT', without: ['VIP'] },
  ProviderAddress: { type: 'PA', renamed: { ProviderAddress: 'PA' } },
  ACL: { type: 'ACL' },
  QOS: { type: 'QOS' },
  L2Driver: { type: 'L2Driver' },
  L4Proxy: {
    type: 'PROXY',
    renamed: { Exceptions: 'ExceptionList', OutboundNAT: 'OutboundNat' },
    without: ['Protocol'],
  },
  VLAN: { type: 'VLAN', renamed: { IsolationId: 'VLAN' } },
};

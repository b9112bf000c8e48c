import type { JsonObject } from '../../cni/json.ts';

/**
 * A policy of an endpoint in the form of HCN (version 2): `{"Type":"OutBoundNAT","Settings":{…}}`. Member names are
 * the service's own. The policies this suite builds or merges have types of their own; any other type HNS knows is carried as it is.
 */
export type EndpointPolicy = OutBoundNat | SdnRoute | PortMapping | ProviderAddress | OtherPolicy;

/** Network address translation of traffic leaving the node, except to `Exceptions`, or only to `Destinations`. */
export interface OutBoundNat {
  readonly Type: 'OutBoundNAT';
  readonly Settings: JsonObject & {
    readonly VirtualIP?: string;
    /** CIDRs. */
    readonly Exceptions?: readonly string[];
    /** Addresses. */
    readonly Destinations?: readonly string[];
    readonly Flags?: number;
    readonly MaxPortPoolUsage?: number;
  };
}

/** A route with or without encapsulation. */
export interface SdnRoute {
  readonly Type: 'SDNRoute';
  readonly Settings: JsonObject & {
    /** CIDR. */
    readonly DestinationPrefix?: string;
    readonly NextHop?: string;
    readonly NeedEncap?: boolean;
  };
}

/** A port of the node that leads to a port of the container. */
export interface PortMapping {
  readonly Type: 'PortMapping';
  readonly Settings: JsonObject & {
    /** 6 TCP, 17 UDP, 1 ICMPv4, 2 IGMP, 58 ICMPv6. */
    readonly Protocol: number;
    readonly InternalPort: number;
    readonly ExternalPort: number;
    readonly VIP?: string;
    readonly Flags?: number;
  };
}

/** On an overlay: the node's own address, which encapsulated packets carry. */
export interface ProviderAddress {
  readonly Type: 'ProviderAddress';
  readonly Settings: JsonObject & { readonly ProviderAddress: string };
}

/** Any other policy: ACL, QOS, L4Proxy and so on. */
export interface OtherPolicy {
  readonly Type: OtherPolicyType;
  readonly Settings: JsonObject;
}

/** The policy types HNS documents for endpoints beside the four above. */
export type OtherPolicyType =
  | 'ACL'
  | 'QOS'
  | 'L2Driver'
  | 'L4Proxy'
  | 'L4WFPPROXY'
  | 'PortName'
  | 'EncapOverhead'
  | 'InterfaceConstraint'
  | 'Iov'
  | 'TierAcl'
  | 'Encryption'
  | 'VLAN'
  | 'InterfaceParameters';

/** Bits of `Flags` in OutBoundNAT and PortMapping (NatFlags of HCN). */
export const NatFlags = { none: 0, localRoutedVip: 1, ipv6: 2, externalPortReserved: 4 } as const;

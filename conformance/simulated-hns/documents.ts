import type { JsonObject } from '../../lib/cni/json.ts';
import type { Guid } from '../../lib/hns/guid.ts';

/** A policy of a network, subnet or endpoint. */
export interface PolicyDocument extends JsonObject {
  readonly Type: string;
  readonly Settings: JsonObject;
}

/** A route of a subnet or endpoint. */
export interface RouteDocument extends JsonObject {
  readonly NextHop?: string;
  readonly DestinationPrefix: string;
}

/** A subnet of a network. */
export interface SubnetDocument extends JsonObject {
  readonly IpAddressPrefix: string;
  readonly Policies?: readonly PolicyDocument[];
  readonly Routes?: readonly RouteDocument[];
  readonly Flags?: number;
}

/** A range of a network's MAC addresses, in the dash form. */
export interface MacRangeDocument extends JsonObject {
  readonly StartMacAddress: string;
  readonly EndMacAddress: string;
}

/** HostComputeNetwork of schema 2, complete as HNS shows it. Members the simulation has no use for are kept. */
export interface NetworkDocument extends JsonObject {
  readonly ID: Guid;
  readonly Name: string;
  readonly Type: string;
  readonly Policies: readonly PolicyDocument[];
  readonly MacPool: { readonly Ranges: readonly MacRangeDocument[] };
  readonly Ipams: readonly { readonly Type: string; readonly Subnets: readonly SubnetDocument[] }[];
  readonly Dns: JsonObject;
  readonly Flags: number;
}

/** An address of an endpoint. */
export interface IpConfigurationDocument extends JsonObject {
  readonly IpAddress: string;
  readonly PrefixLength: number;
}

/** HostComputeEndpoint of schema 2, complete as HNS shows it. */
export interface EndpointDocument extends JsonObject {
  readonly ID: Guid;
  readonly Name: string;
  readonly HostComputeNetwork: Guid;
  /** The nil GUID while detached. */
  readonly HostComputeNamespace: Guid;
  readonly Policies: readonly PolicyDocument[];
  readonly IpConfigurations: readonly IpConfigurationDocument[];
  readonly Dns: JsonObject;
  readonly Routes: readonly RouteDocument[];
  readonly MacAddress: string;
  readonly Flags: number;
}

/** What a namespace holds: `{"Type":"Endpoint","Data":{"Id":…}}` or a container. */
export interface ResourceDocument extends JsonObject {
  readonly Type: string;
  readonly Data: JsonObject;
}

/** HostComputeNamespace of schema 2, complete as HNS shows it. */
export interface NamespaceDocument extends JsonObject {
  readonly ID: Guid;
  readonly NamespaceId: number;
  readonly Type: string;
  readonly Resources: readonly ResourceDocument[];
}

/** Schema 2.0, which every document carries. */
export const SCHEMA_VERSION: JsonObject = { Major: 2, Minor: 0 };

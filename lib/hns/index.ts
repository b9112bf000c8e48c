/**
 * The Host Networking Service of Windows, `cni-windows/hns` in the package. A plugin reaches it by `host.hns()`, which
 * gives an {@link HnsDriver}; a plugin that attaches containers to HNS networks is made by {@link defineHnsPlugin} of
 * what it decides its own way, its {@link NetworkRules}. Another program opens it by {@link openHns}.
 */
/// <reference types="node" preserve="true" />

export { type HnsPlace, openHns } from '../host/open-hns.ts';
export { chooseApiVersion, namespaceOf } from './api-version.ts';
export type { HnsPluginConfig, RuntimeDns } from './attachment/configuration.ts';
export { defineHnsPlugin, type HnsPlugin } from './attachment/define-hns-plugin.ts';
export { ipamConfig } from './attachment/ipam-config.ts';
export type { LeasedAddress } from './attachment/lease.ts';
export type { NetworkRules, PolicyContext } from './attachment/network-rules.ts';
export { networkGateway } from './attachment/routing.ts';
export type { EndpointSettings } from './attachment/settings.ts';
export {
  type Endpoint,
  type EndpointDns,
  type EndpointRequest,
  type EndpointRoute,
  type HnsDriver,
  isNetworkType,
  type Network,
  type Sandbox,
  type Subnet,
} from './driver.ts';
export { type EndpointOwner, endpointName, sandboxIdOf } from './endpoint-name.ts';
export { type Guid, NIL_GUID, parseGuid, sameGuid } from './guid.ts';
export type { HcnApi, HcnDone, HcnHandle, HcnReply, HResult } from './hcn/api.ts';
export { HcnDriver } from './hcn/driver.ts';
export type { HcnFunction } from './hcn/functions.ts';
export { HRESULTS, type HresultSymbol } from './hresult-symbols.ts';
export { type ConfiguredPolicy, configuredPolicies } from './policies/configured-policies.ts';
export {
  type EndpointPolicy,
  NatFlags,
  type OtherPolicy,
  type OtherPolicyType,
  type OutBoundNat,
  type PortMapping,
  type ProviderAddress,
  type SdnRoute,
} from './policies/endpoint-policy.ts';
export { type NatTargets, withDestinations, withExceptions } from './policies/out-bound-nat.ts';
export { parseEndpointPolicy } from './policies/parse-endpoint-policy.ts';
export {
  type MappedPort,
  type MappingTarget,
  type RuntimePortMapping,
  withPortMappings,
} from './policies/port-mappings.ts';
export { withProviderAddress } from './policies/provider-address.ts';
export { requireNetwork } from './require-network.ts';
export { V1Driver } from './v1/driver.ts';
export { type HnsFeature, type HnsVersion, supports } from './version.ts';

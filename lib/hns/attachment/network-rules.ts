import type { Delegate } from '../../delegate/delegates.ts';
import type { HnsApiVersion } from '../../host/host.ts';
import type { IpAddress, IpFamily } from '../../ip/address.ts';
import type { Cidr } from '../../ip/cidr.ts';
import type { Network } from '../driver.ts';
import type { EndpointPolicy } from '../policies/endpoint-policy.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { LeasedAddress } from './lease.ts';
import type { EndpointSettings } from './settings.ts';

/** What the policies of an endpoint depend on. */
export interface PolicyContext<Config> {
  /** Version 1 of the API has no flags of policies. */
  readonly api: HnsApiVersion;
  readonly config: Config;
  readonly settings: EndpointSettings;
  readonly network: Network;
  /** Families of the endpoint's addresses, each once. */
  readonly families: readonly IpFamily[];
}

/**
 * What a plugin decides about the endpoints of its networks; the order of things is the same for all and is in
 * attach.ts, detach.ts, check.ts, gc.ts and status.ts. Every function is pure.
 */
export interface NetworkRules<Config extends HnsPluginConfig> {
  /** The types of HNS network the plugin serves. */
  readonly networkTypes: readonly string[];
  /** Refuses, with code 7, what the schema cannot check. */
  checkConfig(config: Config): void;
  /** Refuses a network that is not ready for endpoints. */
  checkNetwork(network: Network, config: Config): void;
  /** What the IPAM plugin is called with; `undefined` when HNS picks the address. */
  ipamConfig(config: Config): Delegate | undefined;
  /** The next hop of a pod with the address, where IPAM's routes do not say; `undefined` when there is none. */
  gateway(address: LeasedAddress, network: Network): IpAddress | undefined;
  policies(context: PolicyContext<Config>): readonly EndpointPolicy[];
  /** The endpoint's MAC address; `undefined` leaves it to HNS. */
  macAddress(config: Config, addresses: readonly Cidr[]): string | undefined;
}

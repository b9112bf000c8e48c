import type { CurrentVersion } from './spec-version.ts';

/** An interface a plugin created (specification section 5, ADD Success). */
export interface ResultInterface {
  readonly name: string;
  readonly mac?: string;
  readonly mtu?: number;
  /** The container's namespace as in `CNI_NETNS`; absent for an interface on the host. */
  readonly sandbox?: string;
  readonly socketPath?: string;
  readonly pciID?: string;
}

/** An address assigned: `address` in CIDR form, `interface` an index into `interfaces`. */
export interface ResultIp {
  readonly address: string;
  readonly gateway?: string;
  readonly interface?: number;
}

/** A route; `dst` in CIDR form. */
export interface Route {
  readonly dst: string;
  readonly gw?: string;
  readonly mtu?: number;
  readonly advmss?: number;
  readonly priority?: number;
  readonly table?: number;
  readonly scope?: number;
}

/** DNS settings of a configuration or a result. */
export interface Dns {
  readonly nameservers?: readonly string[];
  readonly domain?: string;
  readonly search?: readonly string[];
  readonly options?: readonly string[];
}

/** The result in the form plugins of this suite work with: versions 1.0.0 and 1.1.0. */
export interface Result {
  readonly cniVersion: CurrentVersion;
  readonly interfaces?: readonly ResultInterface[];
  readonly ips?: readonly ResultIp[];
  readonly routes?: readonly Route[];
  readonly dns?: Dns;
}

/** `ips[]` of 0.3.0 to 0.4.0, which name their family. */
export interface VersionedIp extends ResultIp {
  /** `4` or `6`. */
  readonly version: string;
}

/** The result of versions 0.3.0, 0.3.1 and 0.4.0. */
export interface Result040 {
  readonly cniVersion: '0.3.0' | '0.3.1' | '0.4.0';
  readonly interfaces?: readonly Pick<ResultInterface, 'name' | 'mac' | 'sandbox'>[];
  readonly ips?: readonly VersionedIp[];
  readonly routes?: readonly Route[];
  readonly dns: Dns;
}

/** The one address a family had in versions 0.1.0 and 0.2.0. */
export interface FamilyAddress {
  readonly ip: string;
  readonly gateway?: string;
  readonly routes?: readonly Route[];
}

/** The result of versions 0.1.0 and 0.2.0. */
export interface Result020 {
  readonly cniVersion: '0.1.0' | '0.2.0';
  readonly ip4?: FamilyAddress;
  readonly ip6?: FamilyAddress;
  readonly dns: Dns;
}

/** A result of any version, told apart by `cniVersion`. */
export type AnyResult = Result | Result040 | Result020;

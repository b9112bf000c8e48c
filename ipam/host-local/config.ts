import { spelling, validate } from '../../generated/host-local.ts';
import type { ConfigurationForm, NetworkConfig } from '../../lib/cni/configuration.ts';
import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import type { Route } from '../../lib/cni/result.ts';

/** A range of addresses as the configuration writes it. */
export interface RangeConfig extends JsonObject {
  /** CIDR without host bits. */
  readonly subnet?: string;
  /** The first address handed out; the subnet's first host when absent. */
  readonly rangeStart?: string;
  /** The last address handed out; the subnet's last host when absent. */
  readonly rangeEnd?: string;
  /** The subnet's first host when absent. */
  readonly gateway?: string;
}

/** The `ipam` part of a network configuration. `subnet` and the keys beside it are the old way to write one range. */
export interface IpamConfig extends RangeConfig {
  /** Range sets: ADD allocates one address of each. */
  readonly ranges?: readonly (readonly RangeConfig[])[];
  readonly routes?: readonly (Route & JsonObject)[];
  /** The folder of the networks' folders. */
  readonly dataDir?: string;
  /** A file in the form of resolv.conf that the result's DNS settings are read from. */
  readonly resolvConf?: string;
}

/** The caller's whole configuration. `ipam` is missing only where DEL and GC do without it. */
export interface HostLocalConfig extends NetworkConfig {
  readonly ipam?: IpamConfig;
  readonly runtimeConfig?: JsonObject & {
    readonly ipRanges?: readonly (readonly RangeConfig[])[];
    readonly ips?: readonly string[];
  };
  readonly args?: JsonObject & { readonly cni?: JsonObject & { readonly ips?: readonly string[] } };
}

export const form: ConfigurationForm<HostLocalConfig> = { spelling, validate };

/** An error of the configuration: code 7. */
export function invalidConfiguration(msg: string, details: string): CniError {
  return new CniError({ code: CniErrorCode.invalidConfiguration, msg, details });
}

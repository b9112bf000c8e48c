import type { Dns, JsonObject, NetworkConfig, Route } from 'cni-windows';

/** An address as the configuration writes it. */
export interface AddressConfig extends JsonObject {
  /** With the prefix length of its subnet: `10.1.0.5/24`. */
  readonly address: string;
  readonly gateway?: string;
}

/** The configuration static is called with: the caller's, complete. schema.json is what checks it. */
export interface StaticConfig extends NetworkConfig {
  readonly ipam?: JsonObject & {
    readonly addresses?: readonly AddressConfig[];
    readonly routes?: readonly (Route & JsonObject)[];
    readonly dns?: Dns & JsonObject;
  };
  readonly runtimeConfig?: JsonObject & { readonly ips?: readonly string[] };
  readonly args?: JsonObject & { readonly cni?: JsonObject & { readonly ips?: readonly string[] } };
}

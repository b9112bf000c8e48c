import type { NetworkConfig } from '../../cni/configuration.ts';
import type { JsonObject } from '../../cni/json.ts';
import type { ConfiguredPolicy } from '../policies/configured-policies.ts';
import type { RuntimePortMapping } from '../policies/port-mappings.ts';

/** `runtimeConfig.dns` (CNI conventions, capability `dns`). */
export interface RuntimeDns extends JsonObject {
  readonly servers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly string[];
}

/** The configuration keys that win-bridge and win-overlay share; each plugin's schema.json checks them. */
export interface HnsPluginConfig extends NetworkConfig {
  /** 1 or 2; chosen from `CNI_NETNS` when absent. */
  readonly apiVersion?: number;
  readonly policies?: readonly ConfiguredPolicy[];
  /** Lets a container reach itself through a service address. */
  readonly loopbackDSR?: boolean;
  readonly ipMasq?: boolean;
  /** CIDR whose traffic is not translated: the cluster network. */
  readonly ipMasqNetwork?: string;
  /** The same for clusters of several networks. */
  readonly ipMasqNetworks?: readonly string[];
  readonly runtimeConfig?: JsonObject & {
    readonly dns?: RuntimeDns;
    readonly portMappings?: readonly RuntimePortMapping[];
  };
}

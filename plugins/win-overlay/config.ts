import type { HnsPluginConfig } from '../../lib/hns/attachment/configuration.ts';

/** The network configuration of win-overlay, as schema.json checks it. */
export interface WinOverlayConfig extends HnsPluginConfig {
  /** The first two bytes of every endpoint's MAC address: `0E-2A`. */
  readonly endpointMacPrefix?: string;
}

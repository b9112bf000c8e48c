import type { HnsPluginConfig } from '../../lib/hns/attachment/configuration.ts';

/** The network configuration of win-bridge, as schema.json checks it. */
export type WinBridgeConfig = HnsPluginConfig;

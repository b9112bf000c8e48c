import type { DelegateConfig } from '../../delegate/delegates.ts';
import type { HnsPluginConfig } from './configuration.ts';

/**
 * The configuration an IPAM plugin is called with: the plugin's own, complete (specification section 4), under the name
 * of the IPAM plugin.
 *
 * @returns `undefined` when no IPAM plugin is configured; HNS then picks the address.
 */
export function ipamConfig(config: HnsPluginConfig): DelegateConfig | undefined {
  const type = config.ipam?.type;
  return typeof type === 'string' && type !== '' ? { ...config, type } : undefined;
}

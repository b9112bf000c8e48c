import type { Delegate } from '../../delegate/delegates.ts';
import type { HnsPluginConfig } from './configuration.ts';

/**
 * The IPAM plugin of a configuration, which is called with the plugin's own configuration, complete (specification
 * section 4).
 *
 * @returns `undefined` when no IPAM plugin is configured; HNS then picks the address.
 */
export function ipamConfig(config: HnsPluginConfig): Delegate | undefined {
  const type = config.ipam?.type;
  return typeof type === 'string' && type !== '' ? { type, config } : undefined;
}

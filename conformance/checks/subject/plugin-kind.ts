import { isJsonObject } from '../../../lib/cni/json.ts';
import type { NetworkFile } from './network-file.ts';

/**
 * What a plugin is for; different rules apply to each.
 *
 * - `interface`: makes an interface in the container, by itself or by delegating to a plugin that does.
 * - `chained`: adjusts the interface that the plugins before it made.
 * - `ipam`: hands out addresses to the plugin that delegates to it.
 */
export const PLUGIN_KINDS = ['interface', 'chained', 'ipam'] as const;

/** What a plugin is for: one of {@link PLUGIN_KINDS}. */
export type PluginKind = (typeof PLUGIN_KINDS)[number];

/** What the place of a plugin in its network says it is: under `ipam`, behind other plugins, or first. */
export function kindOf(plugin: string, { plugins, index }: NetworkFile): PluginKind {
  const ipam = plugins[index]?.ipam;
  if (isJsonObject(ipam) && ipam.type === plugin) return 'ipam';
  return index > 0 ? 'chained' : 'interface';
}

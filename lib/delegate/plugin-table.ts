import type { NetworkConfig } from '../cni/configuration.ts';
import { invoke } from '../cni/invoke.ts';
import type { Plugin } from '../cni/plugin.ts';
import type { Host } from '../host/host.ts';
import type { Bundle } from './bundle.ts';

/**
 * The plugins of one program by the name each is installed under, without `.exe`. A plugin is loaded when it is asked
 * for, because start-up is what a plugin spends its time on.
 */
export type PluginTable = Readonly<Record<string, () => Promise<Plugin<NetworkConfig, Host>>>>;

/** The same plugins, as a plugin of this process may delegate to them. */
export function bundleOf(plugins: PluginTable): Bundle {
  return Object.fromEntries(
    Object.entries(plugins).map(([name, load]) => [
      name,
      async () => {
        const plugin = await load();
        return (config, parameters, host) => invoke(plugin, config, parameters, host);
      },
    ]),
  );
}

import type { Subject } from './subject.ts';

/**
 * The network as a configuration list for a runtime, in the version the plugin is tried in. An IPAM plugin takes the place of
 * the plugin that would delegate to it: runtimes start it as they start any other.
 */
export function networkListText({ network, plugin, kind }: Subject, cniVersion: string): string {
  const plugins = network.plugins.map((object, index) =>
    kind === 'ipam' && index === network.index ? { ...object, type: plugin } : object,
  );
  const own = kind === 'ipam' ? plugins.slice(network.index, network.index + 1) : plugins;
  const inline = own.map(({ name: _name, cniVersion: _version, ...rest }) => rest);
  return `${JSON.stringify({ cniVersion, name: network.name, plugins: inline }, undefined, 2)}\n`;
}

/**
 * What a container runtime does with plugins (libcni's job), as a library: `loadNetworkList` reads a configuration,
 * `createRuntime` executes it, `executePlugin` runs one plugin with whatever input. `command-line.ts` is `npm run cni`.
 * Start reading at `runtime.ts`.
 */
/// <reference types="node" preserve="true" />

export type { CniArgument, ContainerAttachment } from './attachment.ts';
export type { CachedAttachment } from './cache-file.ts';
export { type ExecutePlugin, executePlugin, type PluginEnd, type PluginStart } from './execute-plugin.ts';
export { type ConfigurationFiles, loadNetworkList, loadNetworkListFile } from './load-network-list.ts';
export type { NetworkList, NetworkPlugin } from './network-list.ts';
export { parseNetworkList } from './parse-network-list.ts';
export type { PluginVersions } from './plugin-versions.ts';
export { createRuntime, DEFAULT_CACHE_DIR, type Runtime, type RuntimeOptions } from './runtime.ts';

/**
 * Delegation, `cni-windows/delegation` in the package: how a plugin has another do a part of its work. An operation calls
 * `host.delegates`, which finds the other in `CNI_PATH` and runs it, in this process where that is the same program;
 * {@link delegateWith} makes the configuration it gets.
 */
/// <reference types="node" preserve="true" />

export { DelegateAddFailure } from './add-failure.ts';
export { delegateWith } from './delegate-with.ts';
export type { Delegate, Delegates } from './delegates.ts';
export { findPlugin, type PluginSearch, pluginFolders } from './find-plugin.ts';

/**
 * The plugins of this suite, for a program of your own that has them beside yours: what yours delegates to them then
 * costs no process. `cni-windows/plugins` in the package.
 */
/// <reference types="node" preserve="true" />

import type { PluginTable } from '../lib/delegate/plugin-table.ts';

/** The name of a plugin of this suite. */
export type SuiteName = 'flannel' | 'win-bridge' | 'win-overlay' | 'host-local';

/** flannel, win-bridge, win-overlay and host-local, each loaded when it is asked for. */
export const suite: Readonly<Record<SuiteName, PluginTable[string]>> = {
  flannel: async () => (await import('./flannel/plugin.ts')).flannel,
  'win-bridge': async () => (await import('./win-bridge/plugin.ts')).winBridge,
  'win-overlay': async () => (await import('./win-overlay/plugin.ts')).winOverlay,
  'host-local': async () => (await import('../ipam/host-local/plugin.ts')).hostLocal,
};

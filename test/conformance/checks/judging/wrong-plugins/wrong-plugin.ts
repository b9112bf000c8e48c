import { BRIDGE } from '../tiny/bridge.ts';
import { CHAIN } from '../tiny/chain.ts';
import { IPAM } from '../tiny/ipam.ts';
import type { TinyPlugin } from '../tiny/tiny-plugin.ts';

/** The plugins that keep every rule, by the names of their executables. */
export const RIGHT_PLUGINS = { 'tiny-bridge': BRIDGE, 'tiny-ipam': IPAM, 'tiny-chain': CHAIN } as const;

export type TinyName = keyof typeof RIGHT_PLUGINS;

/** A right plugin with one fault. */
export interface WrongPlugin {
  /** What it does, in the words of whoever has to debug it. */
  readonly fault: string;
  /** The right plugin it is otherwise. */
  readonly name: TinyName;
  /** The check that is meant to catch it. */
  readonly caughtBy: string;
  readonly plugin: TinyPlugin;
}

/** A wrong IPAM plugin. */
export function wrongIpam(caughtBy: string, fault: string, parts: Partial<TinyPlugin>): WrongPlugin {
  return { fault, name: 'tiny-ipam', caughtBy, plugin: { ...IPAM, ...parts } };
}

/** A wrong plugin that makes interfaces. */
export function wrongBridge(caughtBy: string, fault: string, parts: Partial<TinyPlugin>): WrongPlugin {
  return { fault, name: 'tiny-bridge', caughtBy, plugin: { ...BRIDGE, ...parts } };
}

/** A wrong chained plugin. */
export function wrongChain(caughtBy: string, fault: string, parts: Partial<TinyPlugin>): WrongPlugin {
  return { fault, name: 'tiny-chain', caughtBy, plugin: { ...CHAIN, ...parts } };
}

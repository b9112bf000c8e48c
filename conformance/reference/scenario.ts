import type { EXECUTABLES } from '../../build/images.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import type { Command } from '../../lib/cni/parameters.ts';
import type { NodeNetwork } from './node-state.ts';

/** A plugin by the name of its executable. */
export type PluginName = (typeof EXECUTABLES)[number];

/** Whose executables: those of the Go plugins, or those under comparison. */
export type Side = 'reference' | 'ours';

/** One call of the plugin by the runtime; what is left out is `eth0` of pod 1 in its own namespace. */
export interface Step {
  readonly verb: Extract<Command, 'ADD' | 'CHECK' | 'DEL'>;
  readonly pod?: string;
  readonly ifName?: string;
  readonly netns?: string;
  /** CNI_ARGS. */
  readonly args?: string;
  /** The Go executable does this step in every run: what it left is taken over, or it takes over. */
  readonly by?: 'reference';
}

/** What is done on a node, once by the Go plugins and once by ours. Data alone: everything else follows from it. */
export interface Scenario {
  /** By which it is named in reports and on the command line. */
  readonly id: string;
  readonly plugin: PluginName;
  readonly network: NodeNetwork;
  readonly cniVersion: string;
  /** The configuration beside `cniVersion`, `name` and `type`. */
  readonly config: JsonObject;
  /** Files of earlier times on the node's drive: path with `/`, content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whose executables stand in CNI_PATH in our run; those of the plugin called when absent. */
  readonly delegates?: Side;
  readonly steps: readonly Step[];
}

/** How a step is called in reports: `2. ADD pod-1 eth1`. */
export function stepTitle({ verb, pod = POD, ifName = IF_NAME }: Step, index: number): string {
  return `${index + 1}. ${verb} ${pod} ${ifName}`;
}

export const POD = 'pod-1';
export const IF_NAME = 'eth0';

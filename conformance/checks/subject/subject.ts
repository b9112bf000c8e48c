import type { JsonObject } from '../../../lib/cni/json.ts';
import type { NetworkFile } from './network-file.ts';
import type { PluginKind } from './plugin-kind.ts';
import type { SandboxPlan } from './sandboxes.ts';

/** The plugin that is judged, and what has to be known to call it. */
export interface Subject {
  /** Name of its executable, without `.exe`. */
  readonly plugin: string;
  /** Absolute path of its executable, found in `binDirs`. */
  readonly executable: string;
  /** The folders of `CNI_PATH`, absolute: where it and the plugins it delegates to are. */
  readonly binDirs: readonly string[];
  /** A network it can serve. */
  readonly network: NetworkFile;
  readonly kind: PluginKind;
  readonly sandboxes: SandboxPlan;
  /** `CNI_IFNAME` of a container's first interface. */
  readonly ifName: string;
  /** `CNI_ARGS`; `''` for none. */
  readonly args: string;
  /** Capability arguments: what the plugin's `capabilities` name of them becomes its `runtimeConfig`. */
  readonly capabilityArgs: JsonObject;
  /** Folders in which the plugin and its delegates keep files. A file that names a container is a trace of it. */
  readonly stateFolders: readonly string[];
  /** A network that the plugin cannot serve: ADD and STATUS must say so. */
  readonly unreadyNetwork?: NetworkFile;
  /** The environment the plugin is called in, beside the protocol's variables, which are the suite's. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long one call may take, in milliseconds. */
  readonly timeLimitMs: number;
}

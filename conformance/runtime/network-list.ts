import type { JsonObject } from '../../lib/cni/json.ts';

/**
 * A network as a runtime executes it (specification section 1, Network configuration format): what was read from a
 * `.conflist`, or from a `.conf` or `.json` with a single plugin.
 */
export interface NetworkList {
  readonly name: string;
  /**
   * The version plugins are called with, chosen among `cniVersion` and `cniVersions`; `''` when the list has neither,
   * which means 0.1.0.
   */
  readonly cniVersion: string;
  /** CHECK succeeds without any plugin being called. */
  readonly disableCheck: boolean;
  /** GC succeeds without any plugin being called. */
  readonly disableGC: boolean;
  /** Plugins in files of the folder that is named after the network do not count. */
  readonly loadOnlyInlinedPlugins: boolean;
  /** In the order of ADD; never empty. */
  readonly plugins: readonly NetworkPlugin[];
  /** The list as its file has it, which the result cache keeps. */
  readonly text: string;
}

/** One plugin of a list (specification section 1, Plugin configuration objects). */
export interface NetworkPlugin {
  /** File name of its executable, without `.exe`. */
  readonly type: string;
  /** A `name` of its own, for errors; `''` without one. The plugin itself gets the list's. */
  readonly name: string;
  /** The capabilities that are `true`. */
  readonly capabilities: readonly string[];
  /** The object as written, unknown keys included. */
  readonly config: JsonObject;
}

import type { JsonObject } from '../cni/json.ts';
import type { Parameters } from '../cni/parameters.ts';
import type { AnyResult } from '../cni/result.ts';
import type { Host } from '../host/host.ts';

/**
 * One plugin as a function: runs `parameters.command` with a configuration, and gives the result of ADD as the plugin
 * made it. Throws a `CniError`. `invoke` of lib/cni/invoke.ts, bound to its plugin, is one.
 */
export type Invocable = (
  config: JsonObject,
  parameters: Parameters,
  host: Host,
) => Promise<AnyResult | undefined>;

/** The plugins inside the running executable by the name they are installed under, each loaded when it is needed. */
export type Bundle = Readonly<Record<string, () => Promise<Invocable>>>;

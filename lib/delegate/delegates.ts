import type { JsonObject } from '../cni/json.ts';
import type { Parameters } from '../cni/parameters.ts';
import type { AnyResult } from '../cni/result.ts';

/** A plugin to call, and the complete configuration it is to get (specification section 4). */
export interface Delegate {
  /** Names the plugin: `type` of a delegated configuration, `ipam.type` for IPAM. */
  readonly type: string;
  readonly config: JsonObject;
}

/**
 * Calls other plugins. Each call finds `type` in `parameters.path` and runs it with the same parameters, the command
 * replaced; in this process where that is the same program. Every failure is a `CniError` whose details name the delegate.
 */
export interface Delegates {
  /** ADD. When it fails, the delegate has been asked to DEL (specification section 4). */
  add(delegate: Delegate, parameters: Parameters): Promise<AnyResult>;
  check(delegate: Delegate, parameters: Parameters): Promise<void>;
  del(delegate: Delegate, parameters: Parameters): Promise<void>;
  gc(delegate: Delegate, parameters: Parameters): Promise<void>;
  status(delegate: Delegate, parameters: Parameters): Promise<void>;
}

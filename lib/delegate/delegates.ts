import type { JsonObject } from '../cni/json.ts';
import type { Parameters } from '../cni/parameters.ts';
import type { AnyResult } from '../cni/result.ts';

/** The configuration a plugin hands to another: `type` names the plugin. */
export interface DelegateConfig extends JsonObject {
  readonly type: string;
}

/**
 * Calls other plugins. Each call finds `config.type` in `parameters.path` and runs it with the same parameters, the
 * command replaced; in this process where that is the same program. Every failure is a `CniError` whose details name the delegate.
 */
export interface Delegates {
  /** ADD. When it fails, the delegate has been asked to DEL (specification section 4). */
  add(config: DelegateConfig, parameters: Parameters): Promise<AnyResult>;
  check(config: DelegateConfig, parameters: Parameters): Promise<void>;
  del(config: DelegateConfig, parameters: Parameters): Promise<void>;
  gc(config: DelegateConfig, parameters: Parameters): Promise<void>;
  status(config: DelegateConfig, parameters: Parameters): Promise<void>;
}

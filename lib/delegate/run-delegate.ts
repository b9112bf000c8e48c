import { toCniError } from '../cni/error.ts';
import type { JsonObject } from '../cni/json.ts';
import type { Parameters } from '../cni/parameters.ts';
import type { AnyResult } from '../cni/result.ts';
import type { Host } from '../host/host.ts';
import type { LocatedDelegate } from './locate-delegate.ts';

/** One call of a delegate; `parameters.command` is what it is asked to do. */
export interface DelegateCall {
  readonly config: JsonObject;
  readonly parameters: Parameters;
}

/**
 * Calls a delegate, in this process or by executing it.
 *
 * @returns The result of ADD, unconverted; `undefined` for other commands.
 * @throws {CniError} The delegate's, with the delegate named in its details.
 */
export async function runDelegate(
  { type, file, load }: LocatedDelegate,
  { config, parameters }: DelegateCall,
  host: Host,
): Promise<AnyResult | undefined> {
  try {
    if (load !== undefined) return await (await load())(config, parameters, host);
    const { executeDelegate } = await import('./execute-delegate.ts');
    return await executeDelegate({ type, file, config, parameters, host });
  } catch (thrown) {
    throw toCniError(thrown).withDetails(`Reported by delegate ${JSON.stringify(type)} (${file})`);
  }
}

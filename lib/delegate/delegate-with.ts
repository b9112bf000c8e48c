import type { NetworkConfig } from '../cni/configuration.ts';
import { CniError, CniErrorCode } from '../cni/error.ts';
import type { JsonObject } from '../cni/json.ts';
import type { Delegate } from './delegates.ts';

/** What a runtime sends along with every configuration, and what names the network: a delegate gets it as it came. */
const HANDED_ON = [
  'cniVersion',
  'args',
  'runtimeConfig',
  'prevResult',
  'cni.dev/valid-attachments',
  'cni.dev/attachments',
];

/**
 * The complete configuration of a delegate (specification section 4): the keys written for it, with what the request's
 * own configuration hands on: `cniVersion`, `runtimeConfig`, `args`, `prevResult` and, for GC, the valid attachments. The
 * delegate is of the same network unless `keys` has a `name`.
 *
 * @param keys As an operator writes them; `type` names the plugin. A key that is handed on is replaced, in whatever
 *   letter case it was written, because a plugin of the Go library would find it in any.
 * @throws {CniError} Code 7 when `keys` has no `type`.
 */
export function delegateWith(keys: JsonObject, config: NetworkConfig): Delegate {
  const { type } = keys;
  if (typeof type !== 'string') throw typeMissing(type);
  const own = Object.entries(keys).filter(([key]) => !isHandedOn(key));
  const handedOn = HANDED_ON.filter((key) => config[key] !== undefined).map((key) => [key, config[key]]);
  return { type, config: { name: config.name, ...Object.fromEntries([...own, ...handedOn]) } };
}

function isHandedOn(key: string): boolean {
  return HANDED_ON.some((name) => name.toLowerCase() === key.toLowerCase());
}

function typeMissing(found: unknown): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: 'Cannot tell which plugin to delegate to: the configuration of the delegate has no "type"',
    details: `"type" is ${JSON.stringify(found) ?? 'missing'}; write the file name of a plugin in CNI_PATH, such as "win-bridge"`,
  });
}

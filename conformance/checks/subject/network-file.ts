import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/cni/json.ts';

/** A network configuration, as far as one plugin of it is judged. */
export interface NetworkFile {
  readonly name: string;
  /** As written; `''` when it is not. */
  readonly cniVersion: string;
  /** The objects of its plugins, in the order of ADD. */
  readonly plugins: readonly JsonObject[];
  /** Which of them the judged plugin is, or is named in as `ipam`. */
  readonly index: number;
}

/**
 * Reads a network configuration: a list (`.conflist`), or the object of a single plugin (`.conf`), which for an IPAM plugin
 * is that of the plugin that delegates to it.
 *
 * @param plugin The judged plugin.
 * @param file Names the text in errors.
 * @throws {Error} When the text is none, or does not name the plugin.
 */
export function readNetworkFile(text: string, plugin: string, file: string): NetworkFile {
  const object = parseObject(text, file);
  const { name, cniVersion } = object;
  if (typeof name !== 'string' || name === '')
    throw new Error(`${file} has no "name": give the network the name it is to be tried under`);
  const plugins = pluginsOf(object, file);
  const index = indexOf(plugin, plugins);
  if (index === -1)
    throw new Error(
      `${file} does not name the plugin "${plugin}": found ${plugins.flatMap(namesIn).join(', ') || 'no type'}. ` +
        'It must be the "type" of a plugin, or the "type" under its "ipam"',
    );
  return { name, cniVersion: typeof cniVersion === 'string' ? cniVersion : '', plugins, index };
}

function parseObject(text: string, file: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} is not JSON: ${reason}`, { cause });
  }
  if (isJsonObject(value)) return value;
  throw new Error(`${file} is not a network configuration: expected a JSON object`);
}

function pluginsOf(object: JsonObject, file: string): readonly JsonObject[] {
  const { plugins } = object;
  if (plugins === undefined) return [object];
  if (Array.isArray(plugins) && plugins.length > 0 && plugins.every(isJsonObject)) return plugins;
  throw new Error(`"plugins" of ${file} is not a list of objects`);
}

/** A plugin of that type counts before one that has it for IPAM. */
function indexOf(plugin: string, plugins: readonly JsonObject[]): number {
  const own = plugins.findIndex(({ type }) => type === plugin);
  return own === -1 ? plugins.findIndex(({ ipam }) => isJsonObject(ipam) && ipam.type === plugin) : own;
}

function namesIn({ type, ipam }: JsonObject): readonly string[] {
  const names = [type, isJsonObject(ipam) ? ipam.type : undefined];
  return names.filter((name) => typeof name === 'string');
}

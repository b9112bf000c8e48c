import { CniError, CniErrorCode, toCniError } from '../../lib/cni/error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/cni/json.ts';
import { badList, typeOf } from './bad-list.ts';
import type { NetworkList, NetworkPlugin } from './network-list.ts';
import { parsePluginConfig } from './parse-plugin-config.ts';
import { selectVersion } from './select-version.ts';

/**
 * Reads the text of a network configuration list, as libcni's `NetworkConfFromBytes` does. Keys match exactly. Unlike
 * a list that is loaded from its folder, this one may be without plugins.
 *
 * @throws {CniError} Code 6 when it is not a JSON object, 7 when a key does not fit; the messages are libcni's.
 */
export function parseNetworkList(text: string): NetworkList {
  const list = parseObject(text, 'error parsing configuration list');
  const flags = {
    disableCheck: readSwitch(list, 'disableCheck'),
    disableGC: readSwitch(list, 'disableGC'),
    loadOnlyInlinedPlugins: readSwitch(list, 'loadOnlyInlinedPlugins'),
  };
  return {
    name: readName(list),
    cniVersion: selectVersion(list),
    ...flags,
    plugins: readPlugins(list, flags),
    text,
  };
}

/**
 * Parses a JSON object; `null` is an empty one, as Go decodes it.
 *
 * @param failing Begins the message of the error.
 * @throws {CniError} Code 6.
 */
export function parseObject(text: string, failing: string): JsonObject {
  return asObject(parseJson(text, failing), failing);
}

function asObject(value: JsonValue, failing: string): JsonObject {
  if (value === null) return {};
  if (isJsonObject(value)) return value;
  throw new CniError({
    code: CniErrorCode.decodingFailure,
    msg: `${failing}: it is not a JSON object`,
    details: `Found ${JSON.stringify(value).slice(0, 80)}`,
  });
}

function parseJson(text: string, failing: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    // libcni refuses the mark too, so a node would not come up with this file
    const marked = text.startsWith('\ufeff')
      ? '. The file begins with a byte order mark: save it without one'
      : '';
    throw new CniError({
      code: CniErrorCode.decodingFailure,
      msg: `${failing}: ${toCniError(cause).message}${marked}`,
      cause,
    });
  }
}

function readName({ name }: JsonObject): string {
  if (name === undefined) throw badList('no name', 'Give the list a "name"');
  if (typeof name === 'string') return name;
  throw badList(`invalid name type ${typeOf(name)}`, 'Write "name" as a string');
}

function readSwitch(list: JsonObject, key: string): boolean {
  const value = list[key];
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  const advice = `Write "${key}" as true or false`;
  if (typeof value !== 'string') throw badList(`invalid type ${typeOf(value)} for ${key}`, advice);
  const word = value.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw badList(`invalid value ${JSON.stringify(word)} for ${key}`, advice);
}

function readPlugins(
  { plugins }: JsonObject,
  { loadOnlyInlinedPlugins }: { readonly loadOnlyInlinedPlugins: boolean },
): readonly NetworkPlugin[] {
  if (plugins === undefined && loadOnlyInlinedPlugins) {
    const advice = 'Add "plugins", or let plugins be loaded from the folder that is named after the network';
    throw badList("`loadOnlyInlinedPlugins` is true, and no 'plugins' key", advice);
  }
  if (plugins === undefined) return [];
  const advice = 'Write "plugins" as an array of objects, at least one, each with a "type"';
  if (!Array.isArray(plugins)) throw badList(`invalid 'plugins' type ${typeOf(plugins)}`, advice);
  if (plugins.length === 0) throw badList('no plugins in list', advice);
  return plugins.map(readPlugin);
}

function readPlugin(value: JsonValue, index: number): NetworkPlugin {
  try {
    return parsePluginConfig(asObject(value, 'error parsing configuration'));
  } catch (thrown) {
    const { code, message, details } = toCniError(thrown);
    throw new CniError({ code, msg: `failed to parse plugin config ${index}: ${message}`, details });
  }
}

import { dirname, join } from 'node:path';
import { CniError, CniErrorCode, toCniError } from '../../lib/cni/error.ts';
import { printJson, sorted } from '../../lib/cni/print-json.ts';
import type { Files } from '../../lib/host/files.ts';
import { realFiles } from '../../lib/host/real-files.ts';
import type { NetworkList } from './network-list.ts';
import { parseNetworkList, parseObject } from './parse-network-list.ts';
import { parsePluginConfig, type SinglePlugin } from './parse-plugin-config.ts';

/** The file system, as far as configurations are read from it. */
export type ConfigurationFiles = Pick<Files, 'read' | 'list'>;

/**
 * Finds a network in a folder of configurations as libcni does: in the `.conflist` files by name, the first whose `name`
 * matches; then in the `.conf` and `.json` files, each with a single plugin. A file that cannot be read as what it
 * should be ends the search, whatever network it is of: a node's runtime would not go past it either.
 *
 * @param folder Such as `/etc/cni/net.d`.
 * @throws {CniError} Code 7 when no file has that network, 6 or 7 for the first file that is wrong; details name the file.
 */
export function loadNetworkList(
  folder: string,
  name: string,
  files: ConfigurationFiles = realFiles,
): NetworkList {
  const lists = configurationFiles(folder, ['.conflist'], files);
  for (const file of lists) {
    const list = loadNetworkListFile(file, files);
    if (list.name === name) return list;
  }
  const single = configurationFiles(folder, ['.conf', '.json'], files);
  for (const file of single) {
    const plugin = naming(file, () => readPluginFile(file, files));
    if (plugin.name === name) return naming(file, () => listOfOne(plugin));
  }
  throw lists.length + single.length === 0 ? nothingThere(folder) : notThere(folder, name);
}

/**
 * Loads a `.conflist` with the plugins that are in files of their own: unless `loadOnlyInlinedPlugins`, every `.conf` of
 * the folder beside it that is named after the network, in the order of their names, after those of the list.
 *
 * @throws {CniError} Codes 6 and 7; details name the file.
 */
export function loadNetworkListFile(file: string, files: ConfigurationFiles = realFiles): NetworkList {
  const list = naming(file, () => parseNetworkList(readText(file, files)));
  const folder = join(dirname(file), list.name);
  const more = list.loadOnlyInlinedPlugins ? [] : configurationFiles(folder, ['.conf'], files);
  const plugins = [...list.plugins, ...more.map((path) => naming(path, () => readPluginFile(path, files)))];
  if (plugins.length > 0) return { ...list, plugins };
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: 'no plugin configs found',
    details: `In ${file}: give the list "plugins", or put a file NAME.conf for each plugin into ${folder}`,
  });
}

/** Links count whatever they lead to: mounted configurations are links. */
function configurationFiles(
  folder: string,
  extensions: readonly string[],
  files: ConfigurationFiles,
): string[] {
  const names = files
    .list(folder)
    .filter(({ name, kind }) => kind !== 'folder' && extensions.some((extension) => name.endsWith(extension)))
    .map(({ name }) => name);
  return names.sort().map((name) => join(folder, name));
}

function readPluginFile(file: string, files: ConfigurationFiles): SinglePlugin {
  return parsePluginConfig(parseObject(readText(file, files), 'error parsing configuration'));
}

function readText(file: string, files: ConfigurationFiles): string {
  const text = files.read(file);
  if (text !== undefined) return text;
  throw new CniError({ code: CniErrorCode.ioFailure, msg: `error reading ${file}: there is no such file` });
}

/** What libcni makes of a file with a single plugin, and keeps in its cache. */
function listOfOne({ name, cniVersion, config }: SinglePlugin): NetworkList {
  return parseNetworkList(printJson(sorted({ cniVersion, name, plugins: [config] }), 'compact'));
}

function naming<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (thrown) {
    throw toCniError(thrown).withDetails(`In ${file}`);
  }
}

function nothingThere(folder: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `no net configurations found in ${folder}`,
    details: 'Configurations are files that end in .conflist, .conf or .json',
  });
}

function notThere(folder: string, name: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `no net configuration with name ${JSON.stringify(name)} in ${folder}`,
    details: 'The name is the value of "name" in the file, not the name of the file',
  });
}

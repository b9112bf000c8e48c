import { join, win32 } from 'node:path';
import { CniError, CniErrorCode } from '../cni/error.ts';
import type { Files } from '../host/files.ts';

/** What the search for a plugin looks at. */
export interface PluginSearch {
  readonly files: Pick<Files, 'identity'>;
  readonly platform: NodeJS.Platform;
}

/**
 * Finds the executable of a plugin as libcni does (pkg/invoke/find.go): in each folder of `CNI_PATH` the first regular
 * file of that name, on Windows `<type>.exe` before `<type>`.
 *
 * @param type The `type` of a configuration.
 * @param path `CNI_PATH`.
 * @returns The path of a regular file, absolute if its folder in `CNI_PATH` is.
 * @throws {CniError} Code 7 when `type` is no file name; code 120, naming every folder looked in, when there is no such file.
 */
export function findPlugin(type: string, path: string, { files, platform }: PluginSearch): string {
  checkType(type, platform);
  const folders = pluginFolders(path, platform);
  const windows = platform === 'win32';
  const names = windows ? [`${type}.exe`, type] : [type];
  const refusals: string[] = [];
  for (const folder of folders) {
    for (const name of names) {
      const candidate = windows ? win32.join(folder, name) : join(folder, name);
      if (isRegularFile(candidate, files, refusals)) return candidate;
    }
  }
  throw new CniError({
    code: CniErrorCode.delegateMissing,
    msg: `Cannot find plugin ${JSON.stringify(type)} in CNI_PATH`,
    details: `${[whereLooked(folders, path), ...refusals].join('; ')}. Copy ${names[0]} there, or correct "type" in the configuration`,
  });
}

/**
 * The folders of a `CNI_PATH`: separated by `:`, on Windows by `;`, where double quotes protect a `;` and are removed.
 * The working directory, as an empty element or `.`, is no folder of plugins: whoever can write to it could have a
 * program of theirs run, and the Go library starts nothing from there either.
 */
export function pluginFolders(path: string, platform: NodeJS.Platform): string[] {
  const elements = platform === 'win32' ? splitQuoted(path) : path.split(':');
  return elements.filter((element) => element !== '' && element !== '.');
}

function splitQuoted(path: string): string[] {
  const elements = path.match(/(?:"[^"]*(?:"|$)|[^;"])+/g) ?? [];
  return elements.map((element) => element.replaceAll('"', ''));
}

function checkType(type: string, platform: NodeJS.Platform): void {
  const problem = typeProblem(type, platform);
  if (problem === undefined) return;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `"type" of the delegate is not the name of a plugin: ${JSON.stringify(type)}`,
    details: `${problem}. Write the file name of a plugin in CNI_PATH, such as "win-bridge"`,
  });
}

function typeProblem(type: string, platform: NodeJS.Platform): string | undefined {
  if (type === '') return 'It is empty';
  if (type === '.' || type === '..') return 'It is a folder';
  // Windows takes both slashes, and a colon makes a path relative to a drive or names a stream of a file.
  const forbidden = platform === 'win32' ? ['/', '\\', ':', '\0'] : ['/', '\0'];
  const found = forbidden.find((character) => type.includes(character));
  return found === undefined ? undefined : `It contains ${JSON.stringify(found)}`;
}

/** As in the Go library, a folder that may not be read does not keep the plugin from being found in another. */
function isRegularFile(path: string, files: PluginSearch['files'], refusals: string[]): boolean {
  try {
    return files.identity(path) !== undefined;
  } catch (refusal) {
    refusals.push(refusal instanceof Error ? refusal.message : String(refusal));
    return false;
  }
}

function whereLooked(folders: readonly string[], path: string): string {
  return folders.length > 0
    ? `Looked in ${folders.join(', ')}`
    : `CNI_PATH names no folder: ${JSON.stringify(path)}`;
}

import { resolve } from 'node:path';
import { variable } from '../../../lib/cni/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/cni/json.ts';
import { findExecutable } from './find-executable.ts';
import { type NetworkFile, readNetworkFile } from './network-file.ts';
import { kindOf, type PluginKind } from './plugin-kind.ts';
import { fittingSandboxes, type SandboxPlan } from './sandboxes.ts';
import type { Subject } from './subject.ts';

/** What is said about a plugin; the rest is found out. */
export interface SubjectDescription {
  /** Its folder, and those of the plugins it delegates to. */
  readonly binDirs: readonly string[];
  /** Name of its executable, without `.exe`. */
  readonly plugin: string;
  /** A network configuration that it can serve, as text; `file` names it in errors. */
  readonly network: ConfigurationText;
  /** One that it cannot serve. */
  readonly unready?: ConfigurationText;
  /** By the place of the plugin in its network when absent. */
  readonly kind?: PluginKind;
  /** What fits the plugin and the machine when absent. */
  readonly sandboxes?: SandboxPlan;
  /** `eth0` when absent. */
  readonly ifName?: string;
  readonly args?: string;
  readonly capabilityArgs?: JsonObject;
  /** Folders of files it keeps, beside every `dataDir` of its configuration. */
  readonly stateFolders?: readonly string[];
  /** That of this process when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** 30 seconds when absent. */
  readonly timeLimitMs?: number;
}

/** The text of a configuration, and where it is from. */
export interface ConfigurationText {
  readonly text: string;
  readonly file: string;
}

const TIME_LIMIT_MS = 30_000;

/** Where host-local keeps leases when its configuration names no folder. */
const HOST_LOCAL_FOLDER = '/var/lib/cni/networks';

/**
 * Finds out what has to be known of a plugin to judge it.
 *
 * @throws {Error} When its executable is not there, or a configuration cannot be read or does not name it.
 */
export function makeSubject(description: SubjectDescription): Subject {
  const { plugin, network: given, unready } = description;
  const binDirs = description.binDirs.map((folder) => resolve(folder));
  const executable = findExecutable(binDirs, plugin);
  if (executable === undefined)
    throw new Error(
      `There is no executable "${plugin}" in ${binDirs.join(', ') || 'any folder: none was given'}`,
    );
  const network = readNetworkFile(given.text, plugin, given.file);
  const environment = definedOnly(description.environment ?? process.env);
  const kind = description.kind ?? kindOf(plugin, network);
  return {
    plugin,
    executable,
    binDirs,
    network,
    kind,
    sandboxes: description.sandboxes ?? sandboxesFor(kind, environment),
    ifName: description.ifName ?? 'eth0',
    args: description.args ?? '',
    capabilityArgs: description.capabilityArgs ?? {},
    stateFolders: [
      ...new Set([...(description.stateFolders ?? []), ...foldersIn(network)].map((each) => resolve(each))),
    ],
    ...(unready && { unreadyNetwork: readNetworkFile(unready.text, plugin, unready.file) }),
    environment,
    timeLimitMs: description.timeLimitMs ?? TIME_LIMIT_MS,
  };
}

function sandboxesFor(kind: PluginKind, environment: Subject['environment']): SandboxPlan {
  return fittingSandboxes({
    kind,
    platform: process.platform,
    simulated: variable(environment, 'CNI_HNS_SIMULATOR', process.platform) !== '',
    root: process.getuid?.() === 0,
  });
}

function definedOnly(environment: Readonly<Record<string, string | undefined>>): Subject['environment'] {
  const defined = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(defined);
}

/** The folders a network's plugins are told to keep files in, and the one that host-local has when it is told none. */
function foldersIn({ plugins, index }: NetworkFile): readonly string[] {
  const own = plugins[index] ?? {};
  const { ipam } = own;
  const usesDefault = isJsonObject(ipam) && ipam.type === 'host-local' && ipam.dataDir === undefined;
  return [...dataDirs(own), ...(usesDefault ? [HOST_LOCAL_FOLDER] : [])];
}

function dataDirs(value: JsonValue | undefined): readonly string[] {
  if (!isJsonObject(value)) return [];
  const own = typeof value.dataDir === 'string' && value.dataDir !== '' ? [value.dataDir] : [];
  return [...own, ...Object.values(value).flatMap(dataDirs)];
}

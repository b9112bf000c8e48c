import { win32 } from 'node:path';
import type { Environment } from '../../lib/cni/environment.ts';
import { CniError, CniErrorCode, toCniError } from '../../lib/cni/error.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import type { Command, Parameters } from '../../lib/cni/parameters.ts';
import type { AnyResult } from '../../lib/cni/result.ts';
import { executeDelegate } from '../../lib/delegate/execute-delegate.ts';
import { findPlugin } from '../../lib/delegate/find-plugin.ts';
import type { Files } from '../../lib/host/files.ts';
import type { ProcessEnd, ProcessStart } from '../../lib/host/processes.ts';
import { type ContainerAttachment, printCniArguments } from './attachment.ts';
import type { ExecutePlugin } from './execute-plugin.ts';

/** Where plugins are and what they run in. */
export interface PluginMachine {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly files: Pick<Files, 'identity'>;
  readonly binDirs: readonly string[];
  readonly timeLimitMs: number | undefined;
  readonly execute: ExecutePlugin;
  readonly onStderr: (text: string) => void;
}

/** One call of a plugin. */
export interface PluginCall {
  readonly type: string;
  /** Its executable, as {@link locate} found it. */
  readonly file: string;
  readonly command: Command;
  /** What it reads from standard input. */
  readonly input: JsonObject;
  /** Absent for commands that are about no attachment. */
  readonly attachment?: ContainerAttachment;
}

/**
 * Calls a plugin as a runtime does (specification section 3): as delegation does, but with every parameter set, those
 * that do not apply to `''`.
 *
 * @returns The result of ADD; a result without `cniVersion` has the configuration's.
 * @throws {CniError} The plugin's own, or 121 and 122 when it ended without one.
 */
export async function callPlugin(
  { type, file, command, input, attachment }: PluginCall,
  machine: PluginMachine,
): Promise<AnyResult | undefined> {
  const parameters: Parameters = {
    command,
    containerId: attachment?.containerId ?? '',
    netns: attachment?.netns ?? '',
    ifName: attachment?.ifName ?? '',
    args: printCniArguments(attachment?.args ?? []),
    path: pathOf(machine),
  };
  const environment = { ...machine.environment, ...ABSENT_PARAMETERS };
  const processes = { run: (start: ProcessStart) => execute(start, machine) };
  return await executeDelegate({
    type,
    file,
    config: input,
    parameters,
    host: { platform: machine.platform, environment, processes },
  });
}

/** Runs a program for the machine and passes on what it writes to standard error, whether it succeeds or not. */
export async function execute(
  { path, environment, stdin }: Omit<ProcessStart, 'timeoutMs'>,
  { execute: run, timeLimitMs, onStderr }: PluginMachine,
): Promise<ProcessEnd> {
  const end = await run(path, { environment, stdin, ...(timeLimitMs !== undefined && { timeLimitMs }) });
  if (end.stderr !== '') onStderr(end.stderr);
  return end;
}

/**
 * Finds the executable of a plugin.
 *
 * @throws {CniError} Code 120 when it is not there, in the words operators know from libcni; 7 when `type` is no file name.
 */
export function locate(type: string, machine: PluginMachine): string {
  try {
    return findPlugin(type, pathOf(machine), machine);
  } catch (thrown) {
    const { code, details } = toCniError(thrown);
    if (code !== CniErrorCode.delegateMissing) throw thrown;
    const msg = `failed to find plugin ${JSON.stringify(type)} in path [${machine.binDirs.join(' ')}]`;
    throw new CniError({ code, msg, details, cause: thrown });
  }
}

/** `CNI_PATH` of folders; on Windows one that contains the separator is quoted. */
export function pathOf({ binDirs, platform }: Pick<PluginMachine, 'binDirs' | 'platform'>): string {
  if (platform !== 'win32') return binDirs.join(':');
  return binDirs
    .map((folder) => (folder.includes(win32.delimiter) ? `"${folder}"` : folder))
    .join(win32.delimiter);
}

/** Set by the runtime, so that a plugin never sees those of the program the runtime is part of. */
const ABSENT_PARAMETERS = { CNI_CONTAINERID: '', CNI_NETNS: '', CNI_IFNAME: '', CNI_ARGS: '' };

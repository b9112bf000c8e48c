import { variable } from '../../../lib/cni/environment.ts';
import { printJson, printResult } from '../../../lib/cni/print-json.ts';
import { pluginFolders } from '../../../lib/delegate/find-plugin.ts';
import { type ExecutePlugin, executePlugin } from '../execute-plugin.ts';
import { loadNetworkList } from '../load-network-list.ts';
import type { NetworkList } from '../network-list.ts';
import { createRuntime, type Runtime } from '../runtime.ts';
import type { NetworkArguments } from './arguments.ts';
import { attachmentFrom, type Surroundings } from './attachment-from.ts';
import { showCalls } from './show-calls.ts';

/** Where the command finds configurations when `NETCONFPATH` says nothing. */
const DEFAULT_CONFIGURATIONS = '/etc/cni/net.d';

/**
 * Does what the command line asks for.
 *
 * @param writeError Gets what is for standard error while plugins run.
 * @returns What is for standard output.
 * @throws {CniError} Of the configuration, the environment or the operation.
 */
export async function perform(
  wanted: NetworkArguments,
  surroundings: Surroundings,
  writeError: (text: string) => void,
): Promise<string> {
  const { environment, platform } = surroundings;
  const folder = variable(environment, 'NETCONFPATH', platform) || DEFAULT_CONFIGURATIONS;
  const list = loadNetworkList(folder, wanted.network);
  const attachment = attachmentFrom(wanted, surroundings);
  const runtime = runtimeFor(wanted, surroundings, writeError);
  switch (wanted.subcommand) {
    case 'add':
      return printResult(await runtime.add(list, attachment));
    case 'check':
      await runtime.check(list, attachment);
      return '';
    case 'del':
      await runtime.del(list, attachment);
      return '';
    case 'gc':
      await runtime.gc(list, wanted.valid);
      return '';
    case 'status':
      await runtime.status(list);
      return '';
    case 'version':
      return await versionsOf(list, runtime);
  }
}

function runtimeFor(
  { cacheDir, verbose }: NetworkArguments,
  { environment, platform }: Surroundings,
  writeError: (text: string) => void,
): Runtime {
  const execute: ExecutePlugin = verbose ? showCalls(executePlugin, writeError) : executePlugin;
  return createRuntime({
    binDirs: pluginFolders(variable(environment, 'CNI_PATH', platform), platform),
    ...(cacheDir !== undefined && { cacheDir }),
    environment,
    execute,
    onStderr: writeError,
  });
}

/** What every plugin speaks; fails when one does not speak the version of the list. */
async function versionsOf(list: NetworkList, runtime: Runtime): Promise<string> {
  const capabilities = await runtime.validate(list);
  const plugins = await Promise.all(
    list.plugins.map(async ({ type }) => {
      const { supportedVersions } = await runtime.versions(type);
      return { type, supportedVersions };
    }),
  );
  return `${printJson({ cniVersion: list.cniVersion, name: list.name, capabilities, plugins })}\n`;
}

import { resolve, win32 } from 'node:path';
import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { NEWEST_VERSION, SPEC_VERSIONS } from '../../lib/cni/spec-version.ts';
import { delegateEnvironment } from '../../lib/delegate/delegate-environment.ts';
import { delegateFailure, excerpts, parseObject } from '../../lib/delegate/delegate-failure.ts';
import type { ProcessEnd } from '../../lib/host/processes.ts';
import { execute, type PluginMachine } from './call-plugin.ts';

/** What a plugin answers to VERSION (specification section 5, VERSION). */
export interface PluginVersions {
  readonly cniVersion: string;
  readonly supportedVersions: readonly string[];
}

/** Plugins that were built with an old library look at these before they look at the command. */
const PARAMETERS = {
  command: 'VERSION',
  containerId: '',
  netns: 'dummy',
  ifName: 'dummy',
  args: '',
  path: 'dummy',
} as const;

/**
 * Asks a plugin which versions it speaks, as libcni does.
 *
 * @throws {CniError} The plugin's own error, or code 121 when its answer is none that can be read.
 */
export async function askVersions(
  type: string,
  file: string,
  machine: PluginMachine,
): Promise<PluginVersions> {
  const path = machine.platform === 'win32' ? win32.resolve(file) : resolve(file);
  const environment = delegateEnvironment(
    { ...machine.environment, CNI_CONTAINERID: '', CNI_ARGS: '' },
    PARAMETERS,
    machine.platform,
  );
  const end = await execute(
    { path, environment, stdin: JSON.stringify({ cniVersion: NEWEST_VERSION }) },
    machine,
  );
  if (end.reason.kind === 'exited' && end.reason.exitCode === 0) return readVersions(type, end);
  const failure = delegateFailure({ type, command: 'VERSION', end });
  // Plugins of version 0.1.0 know no such command, and there is nothing but this text to know them by
  if (failure.message === 'unknown CNI_COMMAND: VERSION')
    return { cniVersion: '0.1.0', supportedVersions: ['0.1.0'] };
  throw failure;
}

function readVersions(type: string, end: ProcessEnd): PluginVersions {
  const { cniVersion, supportedVersions } = parseObject(end.stdout) ?? {};
  if (typeof cniVersion !== 'string' || cniVersion === '') throw unreadable(type, 'cniVersion', end);
  if (Array.isArray(supportedVersions) && supportedVersions.length > 0) {
    const versions = supportedVersions.filter((version) => typeof version === 'string');
    if (versions.length === supportedVersions.length) return { cniVersion, supportedVersions: versions };
  }
  // 0.2.0, which introduced the command, had no such key yet
  if (cniVersion === '0.2.0') return { cniVersion, supportedVersions: SPEC_VERSIONS.slice(0, 2) };
  throw unreadable(type, 'supportedVersions', end);
}

function unreadable(type: string, key: string, end: ProcessEnd): CniError {
  return new CniError({
    code: CniErrorCode.delegateFailed,
    msg: `plugin ${JSON.stringify(type)} did not answer VERSION: missing field ${key}`,
    details: excerpts(end),
  });
}

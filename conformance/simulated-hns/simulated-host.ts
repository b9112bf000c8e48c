import { posix, win32 } from 'node:path';
import { delegatesOf } from '../../lib/delegate/delegates-of.ts';
import { bundleOf, type PluginTable } from '../../lib/delegate/plugin-table.ts';
import { HcnDriver } from '../../lib/hns/hcn/driver.ts';
import { V1Driver } from '../../lib/hns/v1/driver.ts';
import type { FileIdentity, Files } from '../../lib/host/files.ts';
import type { Host } from '../../lib/host/host.ts';
import { realFiles } from '../../lib/host/real-files.ts';
import { realLocks } from '../../lib/host/real-locks.ts';
import { realProcesses } from '../../lib/host/real-processes.ts';
import { SimulatedHns } from './simulated-hns.ts';

/** A node for tests; what is left out is empty. */
export interface SimulatedHostOptions {
  readonly hns?: SimulatedHns;
  /** What every folder of `CNI_PATH` has: plugins by their names, called in this process. Others are files, executed. */
  readonly plugins?: PluginTable;
  /** Decides paths and names; the platform of this machine when absent. */
  readonly platform?: NodeJS.Platform;
  readonly environment?: Host['environment'];
  /** Is given what a plugin logs. */
  readonly onWarning?: (phrase: string, fields: Readonly<Record<string, unknown>>) => void;
}

/**
 * The host of a plugin under test: a simulated HNS, and the files, locks and processes of this machine. A test gives
 * plugins folders of its own to write to.
 *
 * @example
 * const host = simulatedHost({ plugins: { 'host-local': suite['host-local'] } });
 * await invoke(myPlugin, configuration, { command: 'ADD', containerId: 'c1', … }, host);
 */
export function simulatedHost({
  hns = new SimulatedHns(),
  plugins = {},
  platform = process.platform,
  environment = {},
  onWarning = () => undefined,
}: SimulatedHostOptions = {}): Host {
  const host: Omit<Host, 'delegates'> = {
    platform,
    environment,
    files: withPlugins(plugins, platform),
    locks: realLocks(),
    processes: realProcesses(),
    log: { warn: onWarning },
    hns: async (api) => (api === 1 ? new V1Driver(hns.api()) : new HcnDriver(hns.api())),
  };
  return { ...host, delegates: delegatesOf({ bundle: bundleOf(plugins), executable: EXECUTABLE, host }) };
}

/** Stands for the file of a program that is every plugin of the table: no file on disk has this identity. */
const EXECUTABLE = 'the plugins of the simulated host';
const IDENTITY = 'no file' as FileIdentity;

function withPlugins(plugins: PluginTable, platform: NodeJS.Platform): Files {
  const names = Object.keys(plugins).map((name) => (platform === 'win32' ? `${name}.exe` : name));
  const baseName = platform === 'win32' ? win32.basename : posix.basename;
  const isPlugin = (path: string) => path === EXECUTABLE || names.includes(baseName(path));
  return { ...realFiles, identity: (path) => (isPlugin(path) ? IDENTITY : realFiles.identity(path)) };
}

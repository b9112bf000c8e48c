import { type Environment, variable } from '../cni/environment.ts';
import type { Bundle } from '../delegate/bundle.ts';
import { delegatesOf } from '../delegate/delegates-of.ts';
import type { HnsDriver } from '../hns/driver.ts';
import type { HcnApi } from '../hns/hcn/api.ts';
import { FilesInUse } from './files-in-use.ts';
import type { HnsApiVersion, Host } from './host.ts';
import { openHns } from './open-hns.ts';
import { realFilesWith } from './real-files.ts';
import { realLocks } from './real-locks.ts';
import { realLog } from './real-log.ts';
import { realProcesses } from './real-processes.ts';

/** The process a host stands for. */
export interface PluginProcess {
  /** The plugin's name, for the log. */
  readonly plugin: string;
  /** The plugins inside the executable. */
  readonly bundle: Bundle;
  /** Path of the running executable. */
  readonly executable: string;
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
}

/**
 * The effects an executable has on the machine it runs on. Making them costs nothing: foreign functions, sockets and
 * `node:child_process` are loaded by the first operation that uses them.
 */
export function realHost(process: PluginProcess): Host {
  const { bundle, executable } = process;
  const host = realEffects(process);
  return { ...host, delegates: delegatesOf({ bundle, executable, host }) };
}

/**
 * The same without delegates.
 *
 * @param watchHcn Given the HCN API when it is opened, and answers the one to use: the trace looks on.
 */
export function realEffects(
  { plugin, environment, platform }: PluginProcess,
  watchHcn?: (api: HcnApi) => HcnApi,
): Omit<Host, 'delegates'> {
  const parameter = (name: string) => variable(environment, name, platform);
  const drivers = new Map<HnsApiVersion, Promise<HnsDriver>>();
  return {
    platform,
    environment,
    files: realFilesWith(new FilesInUse()),
    locks: realLocks(),
    processes: realProcesses(),
    log: realLog({
      plugin,
      command: parameter('CNI_COMMAND'),
      containerId: parameter('CNI_CONTAINERID'),
      ifName: parameter('CNI_IFNAME'),
    }),
    hns(api) {
      // A plugin and its delegate in this process share one connection.
      const driver =
        drivers.get(api) ?? openHns(api, { platform, simulator: parameter('CNI_HNS_SIMULATOR'), watchHcn });
      drivers.set(api, driver);
      return driver;
    },
  };
}

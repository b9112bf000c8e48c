import type { Delegates } from '../delegate/delegates.ts';
import type { HnsDriver } from '../hns/driver.ts';
import type { Files } from './files.ts';
import type { Locks } from './locks.ts';
import type { Log } from './log.ts';
import type { Processes } from './processes.ts';

/** The interface generation of HNS: 1 is `HNSCall` of vmcompute.dll, 2 is HCN of computenetwork.dll. */
export type HnsApiVersion = 1 | 2;

/**
 * Every effect a plugin operation has on the world. The executables pass the real one (lib/host/real-host.ts); tests
 * pass one with a simulated HNS and a temporary folder.
 */
export interface Host {
  /** `win32` decides path separators, executable extensions and file names. */
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  readonly locks: Locks;
  readonly processes: Processes;
  readonly delegates: Delegates;
  readonly log: Log;
  /**
   * Opens HNS.
   *
   * @throws {CniError} Code 100 when this machine has no HNS that can be reached, with what to enable.
   */
  hns(api: HnsApiVersion): Promise<HnsDriver>;
}

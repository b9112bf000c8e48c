import type { Environment } from '../../lib/cni/environment.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import type { AnyResult } from '../../lib/cni/result.ts';
import { tryToWrite } from '../../lib/host/program.ts';
import { realFiles } from '../../lib/host/real-files.ts';
import type { ContainerAttachment } from './attachment.ts';
import { addAttachment, checkAttachment, deleteAttachment } from './attachment-operations.ts';
import type { CachedAttachment } from './cache-file.ts';
import { locate, type PluginMachine } from './call-plugin.ts';
import { collectGarbage } from './collect-garbage.ts';
import { type ExecutePlugin, executePlugin } from './execute-plugin.ts';
import type { NetworkList } from './network-list.ts';
import { askStatus, validateList } from './network-operations.ts';
import { askVersions, type PluginVersions } from './plugin-versions.ts';
import { resultCacheIn } from './result-cache.ts';
import { makeTurns } from './turns.ts';

/** The folder libcni keeps its results in. On Windows it is on the current drive. */
export const DEFAULT_CACHE_DIR = '/var/lib/cni';

/** What a runtime is made of. */
export interface RuntimeOptions {
  /** The folders plugins are searched in, in order: `CNI_PATH`. */
  readonly binDirs: readonly string[];
  /** The folder results are kept in between ADD and DEL; {@link DEFAULT_CACHE_DIR} by default. */
  readonly cacheDir?: string;
  /** What plugins inherit beside the protocol's variables; the environment of this process by default. */
  readonly environment?: Environment;
  /** Milliseconds after which a plugin is killed; 120,000 by default. */
  readonly timeLimitMs?: number;
  /** Runs a plugin; {@link executePlugin} by default. One that wraps it sees every call and its end. */
  readonly execute?: ExecutePlugin;
  /** Gets what a plugin wrote to standard error when it has ended; writes it to our own by default. */
  readonly onStderr?: (text: string) => void;
}

/**
 * What a container runtime does with networks (specification section 3). Operations on one container wait for each
 * other and GC runs alone, whatever the caller does not await. A plugin's error is thrown as a `CniError` with its code.
 */
export interface Runtime {
  /**
   * ADD of every plugin in order, each with the result of the one before; the last result is kept.
   *
   * After a failure the caller must call {@link del}: nothing is undone here.
   *
   * @returns The last result, in the version its plugin gave it.
   * @throws {CniError} Of the first plugin that fails; the message names the plugin, the plugin's own error is its `cause`.
   */
  add(list: NetworkList, attachment: ContainerAttachment): Promise<AnyResult>;
  /**
   * CHECK of every plugin in order with the result that was kept; nothing with `disableCheck`.
   *
   * @throws {CniError} Of the first plugin that fails, or code 1 when the list is older than 0.4.0.
   */
  check(list: NetworkList, attachment: ContainerAttachment): Promise<void>;
  /**
   * DEL of every plugin in reverse order, from 0.4.0 on with the result that was kept; then that is forgotten.
   *
   * @throws {CniError} Of the first plugin that fails; the result stays for another attempt.
   */
  del(list: NetworkList, attachment: ContainerAttachment): Promise<void>;
  /**
   * DEL of every kept attachment of the network that is not among the valid ones, then, from 1.1.0 on, GC of every
   * plugin; nothing with `disableGC`.
   *
   * @param valid The attachments still in use. Without a list every kept attachment is deleted.
   * @throws {CniError} With the code of the first failure and the messages of all, one a line; all are tried.
   */
  gc(list: NetworkList, valid?: readonly Attachment[]): Promise<void>;
  /**
   * STATUS of every plugin in order; nothing when the list is older than 1.1.0.
   *
   * @throws {CniError} Of the first plugin that fails.
   */
  status(list: NetworkList): Promise<void>;
  /**
   * Asks every plugin for its versions, and makes sure that it speaks the list's.
   *
   * @returns The capabilities of all plugins.
   * @throws {CniError} With the code of the first failure and the messages of all, one a line.
   */
  validate(list: NetworkList): Promise<readonly string[]>;
  /**
   * VERSION of one plugin.
   *
   * @throws {CniError} Code 120 when it is not there, 121 when its answer cannot be read.
   */
  versions(type: string): Promise<PluginVersions>;
  /** The result that was kept, in the version of the list; `undefined` when there is none. */
  cachedResult(list: NetworkList, attachment: Attachment): AnyResult | undefined;
  /** Every attachment that was kept, of all networks, with its parameters and the list it was made from. */
  cachedAttachments(): readonly CachedAttachment[];
}

/** Makes a runtime. Nothing is read or written before its first operation. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const machine = machineOf(options);
  const cache = resultCacheIn(options.cacheDir ?? DEFAULT_CACHE_DIR, realFiles);
  const turns = makeTurns();
  const parts = { machine, cache };
  return {
    add: (list, attachment) =>
      turns.ofContainer(attachment.containerId, () => addAttachment(list, attachment, parts)),
    check: (list, attachment) =>
      turns.ofContainer(attachment.containerId, () => checkAttachment(list, attachment, parts)),
    del: (list, attachment) =>
      turns.ofContainer(attachment.containerId, () => deleteAttachment(list, attachment, parts)),
    gc: (list, valid) => turns.alone(() => collectGarbage(list, valid, parts)),
    status: (list) => askStatus(list, machine),
    validate: (list) => validateList(list, machine),
    versions: async (type) => await askVersions(type, locate(type, machine), machine),
    cachedResult: (list, attachment) => cache.result(list, attachment),
    cachedAttachments: () => cache.attachments(),
  };
}

function machineOf({ binDirs, environment, timeLimitMs, execute, onStderr }: RuntimeOptions): PluginMachine {
  return {
    platform: process.platform,
    environment: environment ?? process.env,
    files: realFiles,
    binDirs,
    timeLimitMs,
    execute: execute ?? executePlugin,
    onStderr: onStderr ?? ((text) => void tryToWrite(STDERR, text)),
  };
}

const STDERR = 2;

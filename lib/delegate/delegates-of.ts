import { basename, win32 } from 'node:path';
import { type CniError, toCniError } from '../cni/error.ts';
import type { Command, Parameters } from '../cni/parameters.ts';
import type { AnyResult } from '../cni/result.ts';
import type { Host } from '../host/host.ts';
import { DelegateAddFailure } from './add-failure.ts';
import type { Bundle, Invocable } from './bundle.ts';
import type { DelegateConfig, Delegates } from './delegates.ts';
import { findPlugin } from './find-plugin.ts';

/** What delegation depends on. */
export interface Delegation {
  readonly bundle: Bundle;
  /** Path of the running program. */
  readonly executable: string;
  /** The effects, for finding and running executables and for the plugins called in this process. */
  readonly host: Omit<Host, 'delegates'>;
}

/**
 * Delegation as specification section 4 has it. The file that `type` names in `CNI_PATH` is called in this process when
 * it is the very file that is running and its name is one of the bundle's; any other is executed.
 */
export function delegatesOf({ bundle, executable, host }: Delegation): Delegates {
  const delegates: Delegates = {
    async add(config, parameters) {
      const delegate = find(config, parameters);
      try {
        const result = await run(delegate, 'ADD', config, parameters);
        return result ?? noResult(config.type);
      } catch (thrown) {
        throw await undo(delegate, config, parameters, toCniError(thrown));
      }
    },
    check: forward('CHECK'),
    del: forward('DEL'),
    gc: forward('GC'),
    status: forward('STATUS'),
  };

  const wholeHost: Host = { ...host, delegates };

  function forward(command: Command): (config: DelegateConfig, parameters: Parameters) => Promise<void> {
    return async (config, parameters) => {
      await run(find(config, parameters), command, config, parameters);
    };
  }

  function find({ type }: DelegateConfig, { path }: Parameters): Delegate {
    const file = findPlugin(type, path, host);
    return { file, load: isThisProgram(file) ? bundled(file) : undefined };
  }

  function isThisProgram(file: string): boolean {
    const [found, running] = [host.files.identity(file), host.files.identity(executable)];
    return found !== undefined && found.device === running?.device && found.inode === running.inode;
  }

  function bundled(file: string): Delegate['load'] {
    const name = host.platform === 'win32' ? installedName(win32.basename(file)) : basename(file);
    return Object.hasOwn(bundle, name) ? bundle[name] : undefined;
  }

  async function run(
    { file, load }: Delegate,
    command: Command,
    config: DelegateConfig,
    parameters: Parameters,
  ): Promise<AnyResult | undefined> {
    const withCommand = { ...parameters, command };
    try {
      if (load !== undefined) return await (await load())(config, withCommand, wholeHost);
      const { executeDelegate } = await import('./execute-delegate.ts');
      return await executeDelegate({ file, config, parameters: withCommand, host });
    } catch (thrown) {
      throw toCniError(thrown).withDetails(`Reported by delegate ${JSON.stringify(config.type)} (${file})`);
    }
  }

  /** A failed ADD is followed by DEL (specification section 4); the failure of ADD is the one that is reported. */
  async function undo(
    delegate: Delegate,
    config: DelegateConfig,
    parameters: Parameters,
    { code, message: msg, details, cause }: CniError,
  ): Promise<DelegateAddFailure> {
    const failure = { code, msg, cause };
    try {
      await run(delegate, 'DEL', config, parameters);
      return new DelegateAddFailure({ ...failure, details, undone: true });
    } catch (thrown) {
      const second = toCniError(thrown);
      const both = `${details}. Its DEL failed as well, something may remain: ${second.message}: ${second.details}`;
      return new DelegateAddFailure({ ...failure, details: both, undone: false });
    }
  }

  return delegates;
}

/** An executable that was found; `load` when it is a plugin of this very program. */
interface Delegate {
  readonly file: string;
  readonly load: (() => Promise<Invocable>) | undefined;
}

/** Windows finds a file in any letter case. */
function installedName(fileName: string): string {
  return fileName.toLowerCase().replace(/\.exe$/, '');
}

function noResult(type: string): never {
  throw new Error(`plugin ${JSON.stringify(type)} gave no result for ADD`);
}

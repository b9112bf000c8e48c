/**
 * Delegation: how a plugin has another do a part of its work. `find-plugin.ts` looks the other up, `locate-delegate.ts`
 * tells whether it is a plugin of this very program, `run-delegate.ts` calls it, `execute-delegate.ts` as a process.
 */
import { type CniError, toCniError } from '../cni/error.ts';
import type { Command, Parameters } from '../cni/parameters.ts';
import type { AnyResult } from '../cni/result.ts';
import type { Host } from '../host/host.ts';
import { DelegateAddFailure } from './add-failure.ts';
import type { Delegate, Delegates } from './delegates.ts';
import { limitAfterHang } from './limit-after-hang.ts';
import { type Delegation, type LocatedDelegate, locateDelegate } from './locate-delegate.ts';
import { type DelegateCall, runDelegate } from './run-delegate.ts';

/**
 * Delegation as specification section 4 has it. The file that `type` names in `CNI_PATH` is called in this process when
 * it is the very file that is running and its name is one of the bundle's; any other is executed.
 */
export function delegatesOf(delegation: Delegation): Delegates {
  const delegates: Delegates = {
    async add({ type, config }, parameters) {
      const located = locateDelegate(type, parameters.path, delegation);
      return await addOrUndo(located, { config, parameters }, host);
    },
    check: forward('CHECK'),
    del: forward('DEL'),
    gc: forward('GC'),
    status: forward('STATUS'),
  };

  function forward(command: Command): (delegate: Delegate, parameters: Parameters) => Promise<void> {
    return async ({ type, config }, parameters) => {
      const located = locateDelegate(type, parameters.path, delegation);
      await runDelegate(located, withCommand(command, { config, parameters }), host);
    };
  }

  const processes = limitAfterHang(delegation.host.processes);
  const host: Host = { ...delegation.host, processes, delegates };
  return delegates;
}

/** A failed ADD is followed by DEL (specification section 4); the failure of ADD is the one that is reported. */
async function addOrUndo(located: LocatedDelegate, call: DelegateCall, host: Host): Promise<AnyResult> {
  try {
    const result = await runDelegate(located, withCommand('ADD', call), host);
    if (result !== undefined) return result;
    throw new Error(`plugin ${JSON.stringify(located.type)} gave no result for ADD`);
  } catch (thrown) {
    const failure = toCniError(thrown);
    const second = await failureOf(() => runDelegate(located, withCommand('DEL', call), host));
    throw addFailure(failure, second);
  }
}

function withCommand(command: Command, { config, parameters }: DelegateCall): DelegateCall {
  return { config, parameters: { ...parameters, command } };
}

async function failureOf(action: () => Promise<unknown>): Promise<CniError | undefined> {
  try {
    await action();
    return undefined;
  } catch (thrown) {
    return toCniError(thrown);
  }
}

function addFailure(first: CniError, second: CniError | undefined): DelegateAddFailure {
  const { code, message: msg, cause } = first;
  const remains = `Its DEL failed as well, something may remain: ${second?.message}: ${second?.details}`;
  const { details } = second === undefined ? first : first.withDetails(remains);
  return new DelegateAddFailure({ code, msg, details, cause, undone: second === undefined });
}

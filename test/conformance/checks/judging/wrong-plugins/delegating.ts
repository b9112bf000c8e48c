import { join } from 'node:path';
import { attached, BRIDGE, interfaceIn, makeInterface } from '../tiny/bridge.ts';
import { callDelegate, callOf } from '../tiny/delegate.ts';
import { listOf, objectOf } from '../tiny/lists.ts';
import { CODES, Problem } from '../tiny/problem.ts';
import type { TinyPlugin, TinyRequest } from '../tiny/tiny-plugin.ts';
import { type WrongPlugin, wrongBridge } from './wrong-plugin.ts';

const OPERATIONS = { CHECK: 'check', DEL: 'del', GC: 'gc', STATUS: 'status' } as const;

/** Faults of delegation. */
export const DELEGATING_FAULTS: readonly WrongPlugin[] = [
  wrongBridge('delegate-type-form', 'the type of the IPAM plugin may climb', {
    add: addWith((request) => ({ ...callOf('ADD', plainType(request)), file: fileOf(request) })),
  }),
  wrongBridge('delegation-lookup', 'the IPAM plugin is looked for beside the plugin, not in CNI_PATH', {
    add: addWith((request) => ({
      command: 'ADD',
      file: join(String(process.env.TINY_FOLDER), String(objectOf(request.config.ipam).type)),
      environment: { ...process.env, CNI_COMMAND: 'ADD' },
      stdin: request.text,
    })),
  }),
  wrongBridge('delegation-environment', 'the IPAM plugin gets the variables of the protocol alone', {
    add: addWith((request) => {
      const kept = Object.entries(process.env).filter(([name]) => /^CNI_(?!CONFORMANCE)|^PATH$/.test(name));
      return { ...callOf('ADD', request), environment: Object.fromEntries(kept) };
    }),
  }),
  wrongBridge('delegation-configuration', 'the IPAM plugin gets no more of the configuration than it needs', {
    add: addWith((request) => {
      const { ipam, name, cniVersion } = request.config;
      return { ...callOf('ADD', request), stdin: JSON.stringify({ ipam, name, cniVersion }) };
    }),
  }),
  wrongBridge('delegation-stderr', 'standard error of the IPAM plugin is dropped', {
    add: addWith((request) => callOf('ADD', request), false),
  }),
  wrongBridge('delegation-result', 'another address than the IPAM plugin gave', {
    add(request) {
      const result = BRIDGE.add(request);
      return { ...result, ips: listOf(result.ips).map((ip) => ({ ...ip, address: '10.9.0.14/28' })) };
    },
  }),
  wrongBridge('delegation-check', 'CHECK is not handed on', keptBack('CHECK')),
  wrongBridge('delegation-del', 'DEL is not handed on', keptBack('DEL')),
  wrongBridge('delegation-gc', 'GC is not handed on', keptBack('GC')),
  wrongBridge('delegation-status', 'STATUS is not handed on', keptBack('STATUS')),
  wrongBridge('delegation-check-error', 'an error of CHECK is swallowed', swallowing('CHECK')),
  wrongBridge('delegation-del-error', 'an error of DEL is swallowed', swallowing('DEL')),
  wrongBridge('delegation-gc-error', 'an error of GC is swallowed', swallowing('GC')),
  wrongBridge('delegation-status-error', 'an error of STATUS is swallowed', swallowing('STATUS')),
  wrongBridge('delegation-add-undone', 'a failed ADD of the IPAM plugin is not followed by DEL', {
    add: addWith((request) => callOf('ADD', request)),
  }),
];

/** An ADD that calls the IPAM plugin in a way of its own, and does not undo it. */
function addWith(
  call: (request: TinyRequest) => Parameters<typeof callDelegate>[0],
  passOn = true,
): TinyPlugin['add'] {
  return (request) => {
    if (interfaceIn(request) !== undefined) throw new Problem(CODES.own, 'there is such an interface');
    const lease = callDelegate(call(request), passOn);
    makeInterface(request);
    return attached(request, lease);
  };
}

function fileOf({ config }: TinyRequest): string {
  return join(String(process.env.CNI_PATH).split(':')[0] ?? '', String(objectOf(config.ipam).type));
}

/** For the look-up that is not used. */
function plainType(request: TinyRequest): TinyRequest {
  const ipam = { ...objectOf(request.config.ipam), type: 'tiny-ipam' };
  return { ...request, config: { ...request.config, ipam } };
}

type Handed = 'CHECK' | 'DEL' | 'GC' | 'STATUS';

/** The IPAM plugin is told of nothing after ADD but what the other commands tell it. */
function keptBack(command: Handed): Partial<TinyPlugin> {
  const operation = OPERATIONS[command];
  return {
    [operation](request: TinyRequest) {
      withoutDelegate(() => BRIDGE[operation](request));
    },
  };
}

function swallowing(command: Handed): Partial<TinyPlugin> {
  const operation = OPERATIONS[command];
  return {
    [operation](request: TinyRequest) {
      try {
        BRIDGE[operation](request);
      } catch {
        // that is the fault
      }
    },
  };
}

/** With a CNI_PATH in which nothing is found, and no complaint of it. */
function withoutDelegate(work: () => void): void {
  process.env.CNI_PATH = '/nowhere';
  try {
    work();
  } catch (problem) {
    if (!(problem instanceof Problem && problem.message.includes('in CNI_PATH'))) throw problem;
  }
}

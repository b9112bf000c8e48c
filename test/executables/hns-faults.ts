import type { HcnFunction } from '../../lib/hns/hcn/functions.ts';
import type { Case } from './cases.ts';
import { PackagedNode, type PodCall } from './packaged-node.ts';

/** A node, and a pod for it that is attached through that version: a namespace, or a container as dockershim has it. */
export async function nodeAndPod({
  packager,
  backend,
  api,
}: Case): Promise<{ readonly node: PackagedNode; readonly pod: PodCall }> {
  const node = await PackagedNode.start(packager, backend, { createComputeSystems: api === 1 });
  return { node, pod: api === 1 ? { netns: 'none' } : {} };
}

const E_FAIL = 0x80004005;
const RPC_S_CALL_FAILED = 0x800706be;

/** What can go wrong with one call of HNS. */
export const faults = [
  {
    name: 'fails for good',
    set: (node: PackagedNode, { name, nth }: HnsCall) => node.hns.fail(name, { nth, hresult: E_FAIL }),
  },
  {
    name: 'fails for a moment',
    set: (node: PackagedNode, { name, nth }: HnsCall) =>
      node.hns.fail(name, { nth, hresult: RPC_S_CALL_FAILED }),
  },
  {
    name: 'is lost with the connection',
    set: (node: PackagedNode, { name, nth }: HnsCall) => node.hns.drop(name, { nth, when: 'before' }),
  },
  {
    name: 'takes effect, and its answer is lost',
    set: (node: PackagedNode, { name, nth }: HnsCall) => node.hns.drop(name, { nth, when: 'after' }),
  },
];

/** One call of HNS during an operation. */
export interface HnsCall {
  readonly name: HcnFunction;
  /** How many calls of the function came before it, plus one. */
  readonly nth: number;
}

/** The calls of HNS an operation makes, in order. */
export async function callsOf(
  node: PackagedNode,
  operation: () => Promise<unknown>,
): Promise<readonly HnsCall[]> {
  const before = node.hns.journal.length;
  await operation();
  const names = node.hns.journal.slice(before).map((entry) => entry.function as HcnFunction);
  return names.map((name, index) => ({
    name,
    nth: names.slice(0, index + 1).filter((other) => other === name).length,
  }));
}

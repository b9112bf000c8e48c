import { join } from 'node:path';
import type { JsonObject } from '../../lib/cni/json.ts';
import { runAtOnce } from '../timing/at-once.ts';
import type { Contender, Measures } from '../timing/in-turn.ts';
import { type Peak, watchMemory } from '../timing/memory.ts';
import { type Chain, podId } from './chain.ts';

/** A node that comes up and goes down with this many pods. */
export interface FullNode {
  readonly chain: Chain;
  readonly pods: number;
  /** For files; nothing remains in it. */
  readonly folder: string;
}

/** Every pod attached at once, then every pod detached at once: milliseconds until the last is done, and of the slowest. */
export function fullNode(node: FullNode): Contender {
  const { who, what } = node.chain;
  return { who, what, run: () => attachAndDetach(node) };
}

/** Memory of all processes together while all pods are attached, in a round that is not timed. */
export async function peakMemory(node: FullNode): Promise<Peak> {
  const watch = watchMemory(node.chain.processes);
  try {
    await attachAndDetach(node);
  } finally {
    await watch.stop();
  }
  return watch.peak();
}

/** @throws {Error} If two pods have the same address, or something is left when all are gone. */
async function attachAndDetach({ chain, pods, folder }: FullNode): Promise<Measures> {
  const ids = Array.from({ length: pods }, (_, index) => podId(index));
  const files = join(folder, 'at-once');
  const attached = await runAtOnce(
    ids.map((pod) => chain.call('ADD', pod)),
    files,
  );
  const results = attached.outputs.map((output): JsonObject => JSON.parse(output));
  const addresses = new Set(results.map(({ ips }) => JSON.stringify(ips)));
  if (addresses.size !== pods)
    throw new Error(`${chain.who}: ${pods} pods have ${addresses.size} addresses between them`);
  const detached = await runAtOnce(
    ids.map((pod, index) => chain.call('DEL', pod, results[index])),
    files,
  );
  const left = await chain.remains();
  if (left.length > 0) throw new Error(`${chain.who}: this is left of ${pods} pods: ${left.join(', ')}`);
  return {
    attach: attached.totalMs,
    'slowest ADD': attached.slowestMs,
    detach: detached.totalMs,
    'slowest DEL': detached.slowestMs,
  };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Chain } from '../chains/chain.ts';
import { type FullNode, fullNode, peakMemory } from '../chains/full-node.ts';
import type { FullNodes, Memory } from '../results.ts';
import { inTurn } from '../timing/in-turn.ts';

/** Full nodes to measure. */
export interface FullNodePlan {
  readonly chains: readonly Chain[];
  readonly pods: number;
  /** How often each. */
  readonly nodes: number;
  readonly folder: string;
}

/** Full nodes by every chain, in turn for the times, then once more each for the memory. */
export async function measureFullNodes({ chains, pods, nodes, folder }: FullNodePlan): Promise<FullNodes> {
  mkdirSync(folder, { recursive: true });
  const each = chains.map((chain): FullNode => ({ chain, pods, folder }));
  const rows = await inTurn(each.map(fullNode), nodes);
  const memory: Memory[] = [];
  for (const node of each) {
    const { who, what } = node.chain;
    memory.push({ who, what, ...(await peakMemory(node)) });
  }
  return { pods, rows, memory };
}

/** Where host-local of each maker keeps its leases while all of them are measured. */
export function leaseFolder(folder: string, { who }: { readonly who: string }): string {
  return join(folder, `leases-${who}`);
}

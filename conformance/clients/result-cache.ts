import { existsSync, readdirSync, rmSync } from 'node:fs';
import { DEFAULT_CACHE_DIR } from '../runtime/runtime.ts';

/** Where results of ADD are kept for CHECK and DEL: neither cnitool nor go-cni can be told another place. */
const RESULTS = `${DEFAULT_CACHE_DIR}/results`;

/** Names of the files that are kept for attachments to a network. */
export function cachedResults(network: string): readonly string[] {
  const names = existsSync(RESULTS) ? readdirSync(RESULTS) : [];
  return names.filter((name) => name.startsWith(`${network}-`)).sort();
}

/** Removes them, as if the node had lost them. */
export function forgetResults(network: string): void {
  for (const name of cachedResults(network)) rmSync(`${RESULTS}/${name}`);
}

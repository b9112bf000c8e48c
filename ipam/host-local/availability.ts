import { exhausted, freeAddresses } from './allocator.ts';
import type { LeaseStore } from './lease-store.ts';
import { type RangeSet, setContains } from './range-sets.ts';

/**
 * Checks that an ADD could be served: files can be made and each set has a free address.
 *
 * @throws {CniError} Code 5 or 110 with what is in the way.
 */
export function checkAvailable(store: LeaseStore, sets: readonly RangeSet[], network: string): void {
  store.probe();
  for (const set of sets) {
    if (!hasFreeAddress(store, set)) throw exhausted(set, network);
  }
}

/** Torn files do not count, but only a set that is full by their names is worth reading. */
function hasFreeAddress(store: LeaseStore, set: RangeSet): boolean {
  const files = store.list().filter(({ address }) => setContains(set, address));
  const isFree = (taken: typeof files) => {
    const next = freeAddresses(set, { taken: taken.map(({ address }) => address) }).next();
    return next.done !== true;
  };
  return isFree(files) || isFree(store.read(files).filter(({ owner }) => owner.kind !== 'torn'));
}

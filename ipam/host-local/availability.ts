import { sameAddress } from '../../lib/ip/address.ts';
import { exhausted, freeAddresses } from './allocator.ts';
import type { Leases } from './leases.ts';
import type { RangeSet } from './range-sets.ts';

/**
 * Checks that an ADD could be served: files can be made and each set has a free address.
 *
 * @throws {CniError} Code 5 or 110 with what is in the way.
 */
export function checkAvailable(leases: Leases, sets: readonly RangeSet[], network: string): void {
  leases.probe();
  sets.forEach((set, index) => {
    if (!hasFreeAddress(leases, set, index)) throw exhausted(set, network);
  });
}

/** Torn files do not count, but only a set that is full by their names is worth reading. */
function hasFreeAddress(leases: Leases, set: RangeSet, index: number): boolean {
  const lastReserved = leases.lastReserved(index);
  const isFree = (isTaken: Leases['isTaken']) =>
    freeAddresses(set, { isTaken, lastReserved }).next().done !== true;
  if (isFree((address) => leases.isTaken(address))) return true;
  const torn = leases.read(leases.list()).filter(({ owner }) => owner.kind === 'torn');
  return isFree((address) => !torn.some((lease) => sameAddress(lease.address, address)));
}

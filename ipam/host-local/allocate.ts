import { type CniError, toCniError } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import type { IpAddress } from '../../lib/ip/address.ts';
import { type Choice, choiceOf, refuseDuplicates } from './allocator.ts';
import type { LeaseFile } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';
import { type RangeSet, setContains } from './range-sets.ts';
import { requestsBySet } from './requested-addresses.ts';

/** What an ADD wants. */
export interface Wanted {
  readonly network: string;
  readonly attachment: Attachment;
  readonly sets: readonly RangeSet[];
  readonly requested: readonly IpAddress[];
}

/**
 * Leases one address of each range set, or none at all: what was taken is given back when a later step fails, and
 * nothing else is, whatever other leases the attachment may have. What can be refused is refused before a file is written.
 *
 * @returns The addresses in the order of the sets.
 * @throws {CniError} Codes 5, 110, 111 and 112.
 */
export function allocate(store: LeaseStore, wanted: Wanted): readonly IpAddress[] {
  const choices = choose(store, wanted);
  const taken: LeaseFile[] = [];
  try {
    choices.forEach((choice, index) => {
      const lease = takeFirst(store, choice, wanted.attachment);
      taken.push(lease);
      store.recordLastReserved(index, lease.address);
    });
  } catch (error) {
    throw giveBack(store, taken, error);
  }
  return taken.map(({ address }) => address);
}

function choose(store: LeaseStore, { network, attachment, sets, requested }: Wanted): readonly Choice[] {
  const requests = requestsBySet(sets, requested);
  const inSets = store.list().filter(({ address }) => sets.some((set) => setContains(set, address)));
  const leases = store.tidy(store.read(inSets));
  refuseDuplicates(sets, leases, attachment);
  const taken = leases.map(({ address }) => address);
  const choices = sets.map((set, index) => {
    const request = requests[index];
    return choiceOf(set, { request, network, taken, lastReserved: store.lastReserved(index) });
  });
  for (const { candidates, refusal } of choices) {
    if (isEmpty(candidates())) throw refusal;
  }
  return choices;
}

/** A name that is taken although no lease has it belongs to a folder, or to a plugin that does not heed the lock. */
function takeFirst(store: LeaseStore, { candidates, refusal }: Choice, attachment: Attachment): LeaseFile {
  for (const address of candidates()) {
    const lease = store.take(address, attachment);
    if (lease !== undefined) return lease;
  }
  throw refusal;
}

function giveBack(store: LeaseStore, taken: readonly LeaseFile[], thrown: unknown): CniError {
  return taken.reduce((error, lease) => {
    try {
      store.remove(lease);
      return error;
    } catch (undoing) {
      return error.withDetails(toCniError(undoing).message);
    }
  }, toCniError(thrown));
}

function isEmpty(values: Iterable<unknown>): boolean {
  return values[Symbol.iterator]().next().done === true;
}

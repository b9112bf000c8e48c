import { type CniError, toCniError } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { type IpAddress, sameAddress } from '../../lib/ip/address.ts';
import { type Choice, choiceOf, refuseDuplicates } from './allocator.ts';
import type { LeaseFile } from './lease.ts';
import type { Leases } from './leases.ts';
import type { RangeSet } from './range-sets.ts';
import { requestsBySet } from './requested-addresses.ts';

/** What an ADD wants. */
export interface Wanted {
  readonly network: string;
  readonly attachment: Attachment;
  readonly sets: readonly RangeSet[];
  readonly requested: readonly IpAddress[];
}

/** A choice that is not empty. */
interface Chosen extends Choice {
  readonly first: IpAddress;
}

/**
 * Leases one address of each range set, or none at all: what was taken is given back when a later step fails, and
 * nothing else is, whatever other leases the attachment may have. What can be refused is refused before a file is written.
 *
 * @returns The addresses in the order of the sets.
 * @throws {CniError} Codes 5, 110, 111 and 112.
 */
export function allocate(leases: Leases, wanted: Wanted): readonly IpAddress[] {
  const choices = choose(leases, wanted);
  const taken: LeaseFile[] = [];
  try {
    choices.forEach((choice, index) => {
      const lease = takeFirst(leases, choice, wanted.attachment);
      taken.push(lease);
      leases.recordLastReserved(index, lease.address);
    });
  } catch (error) {
    throw giveBack(leases, taken, error);
  }
  return taken.map(({ address }) => address);
}

/** Each with its first candidate, so that the row of taken addresses before it is walked once. */
function choose(leases: Leases, { network, attachment, sets, requested }: Wanted): readonly Chosen[] {
  const requests = requestsBySet(sets, requested);
  refuseDuplicates(sets, leases.about(attachment), attachment);
  return sets.map((set, index) => {
    const isTaken = (address: IpAddress) => leases.isTaken(address);
    const lastReserved = leases.lastReserved(index);
    const choice = choiceOf(set, { request: requests[index], network, isTaken, lastReserved });
    const [first] = choice.candidates();
    if (first === undefined) throw choice.refusal();
    return { ...choice, first };
  });
}

/** A name that is taken although no lease has it belongs to a folder, or to a plugin that does not heed the lock. */
function takeFirst(
  leases: Leases,
  { first, candidates, refusal }: Chosen,
  attachment: Attachment,
): LeaseFile {
  const lease = leases.take(first, attachment);
  if (lease !== undefined) return lease;
  for (const address of candidates()) {
    const other = sameAddress(address, first) ? undefined : leases.take(address, attachment);
    if (other !== undefined) return other;
  }
  throw refusal();
}

function giveBack(leases: Leases, taken: readonly LeaseFile[], thrown: unknown): CniError {
  return taken.reduce((error, lease) => {
    try {
      leases.remove(lease);
      return error;
    } catch (undoing) {
      return error.withDetails(toCniError(undoing).message);
    }
  }, toCniError(thrown));
}

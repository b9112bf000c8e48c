import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { addressAfter, formatAddress, type IpAddress, sameAddress } from '../../lib/ip/address.ts';
import { liesIn } from './address-range.ts';
import { type Lease, leasesOf } from './lease.ts';
import { formatRangeSet, type RangeSet, setContains } from './range-sets.ts';
import { unavailable } from './requested-addresses.ts';

/** What is known of a range set when an address is to be chosen. */
export interface SetState {
  /** Whether an address of the set has a lease. */
  readonly isTaken: (address: IpAddress) => boolean;
  /** The address handed out last, if any: the walk starts after it. */
  readonly lastReserved?: IpAddress | undefined;
}

/**
 * The free addresses of a set in the order they are to be tried: round robin, so that an address is given out again as
 * late as possible. From the one after the last reserved (from the first of the set if that is not in it) through all
 * ranges and round to the last reserved itself. No gateway of any range of the set is among them.
 */
export function* freeAddresses(set: RangeSet, { isTaken, lastReserved }: SetState): Generator<IpAddress> {
  for (const address of roundFrom(set, lastReserved)) {
    if (!set.some(({ gateway }) => sameAddress(gateway, address)) && !isTaken(address)) yield address;
  }
}

/** What may be taken from one range set. */
export interface Choice {
  /** The addresses to try, best first; none when `refusal` is all there is to say. */
  readonly candidates: () => Iterable<IpAddress>;
  /** Makes the error for when no candidate can be had. */
  readonly refusal: () => CniError;
}

/** The choice for a set: the address that was requested of it, or any that is free. */
export function choiceOf(
  set: RangeSet,
  {
    request,
    network,
    ...state
  }: SetState & { readonly request?: IpAddress | undefined; readonly network: string },
): Choice {
  if (request === undefined) {
    return { candidates: () => freeAddresses(set, state), refusal: () => exhausted(set, network) };
  }
  return {
    candidates: () => (state.isTaken(request) ? [] : [request]),
    refusal: () =>
      unavailable(request, 'it is in use', `Release it, or request another of ${formatRangeSet(set)}`),
  };
}

/**
 * Refuses a second address for an attachment that has one.
 *
 * @param leases At least those whose address lies in one of the sets.
 * @throws {CniError} Code 112 naming the address.
 */
export function refuseDuplicates(
  sets: readonly RangeSet[],
  leases: readonly Lease[],
  attachment: Attachment,
): void {
  const held = leasesOf(leases, attachment).find(({ address }) =>
    sets.some((set) => setContains(set, address)),
  );
  if (held === undefined) return;
  const { containerId, ifName } = attachment;
  throw new CniError({
    code: CniErrorCode.duplicateAllocation,
    msg: `interface "${ifName}" of container "${containerId}" holds address ${formatAddress(held.address)} already`,
    details: 'The runtime must DEL an attachment before it ADDs it again',
  });
}

/** The error for a set without a free address: code 110. */
export function exhausted(set: RangeSet, network: string): CniError {
  return new CniError({
    code: CniErrorCode.addressesExhausted,
    msg: `no address is free in range set ${formatRangeSet(set)} of network "${network}"`,
    details: 'Widen the range, or have the runtime run GC to release addresses of containers that are gone',
  });
}

function* roundFrom(set: RangeSet, lastReserved: IpAddress | undefined): Generator<IpAddress> {
  const home = set.findIndex((range) => lastReserved !== undefined && liesIn(range, lastReserved));
  const range = set[home];
  if (range === undefined || lastReserved === undefined) {
    for (const { start, end } of set) yield* span(start, end);
    return;
  }
  yield* span(addressAfter(lastReserved), range.end);
  for (const { start, end } of [...set.slice(home + 1), ...set.slice(0, home)]) yield* span(start, end);
  yield* span(range.start, lastReserved);
}

function* span(first: IpAddress, last: IpAddress): Generator<IpAddress> {
  for (let address = first; address.value <= last.value; address = addressAfter(address)) yield address;
}

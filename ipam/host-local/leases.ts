import type { Attachment } from '../../lib/cni/parameters.ts';
import type { IpAddress } from '../../lib/ip/address.ts';
import type { Lease } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';

/** The leases of one network, and what is asked of them. Exists only while the folder's lock is held. */
export interface Leases
  extends Pick<
    LeaseStore,
    'list' | 'read' | 'take' | 'remove' | 'lastReserved' | 'recordLastReserved' | 'probe'
  > {
  /** All leases there are, after what a crash left of others was removed. Reads every lease file. */
  all(): readonly Lease[];
  /**
   * All leases of an attachment, and of its container in the old format; those of `addresses`, whoever has them; and maybe
   * more. Reads few files where there is an index, and every one elsewhere.
   */
  about(attachment: Attachment, addresses?: readonly IpAddress[]): readonly Lease[];
  /** The leases of some addresses, whoever has them. Reads no other file. */
  named(addresses: readonly IpAddress[]): readonly Lease[];
  /** Whether an address has a lease. */
  isTaken(address: IpAddress): boolean;
}

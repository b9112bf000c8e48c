import { CniError, CniErrorCode, toCniError } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { fileFailure } from '../../lib/host/file-failure.ts';
import { formatAddress, type IpAddress, sameAddress } from '../../lib/ip/address.ts';
import { type Lease, leasesToRelease } from './lease.ts';
import type { Leases } from './leases.ts';

/** Deployment scripts reserve kube-proxy's source VIP under this container id; no runtime has it in its list. */
const SOURCE_VIP_CONTAINER = 'dummy';

/**
 * Releases every lease of an attachment, wherever its address lies.
 *
 * @param addresses Those the attachment is known to have had. Files that cannot be read are passed over unless they are
 *   among these: one bad file must not keep every pod of the node from being deleted.
 * @throws {CniError} Naming each file that could not be read or removed; all have been tried. Code 11 when other programs
 *   have them open, else 5.
 */
export function releaseAttachment(
  leases: Leases,
  attachment: Attachment,
  addresses: readonly IpAddress[],
): void {
  const candidates = leases.about(attachment, addresses);
  releaseAll(leases, leasesToRelease(candidates, attachment));
  for (const { owner, address, fileName } of candidates) {
    if (owner.kind !== 'unreadable' || !addresses.some((one) => sameAddress(one, address))) continue;
    throw fileFailure({
      msg: `Cannot release ${formatAddress(address)}: its lease file cannot be read`,
      cause: owner.cause,
      nextStep: `Make ${fileName} readable, or remove it if no container has the address`,
    });
  }
}

/**
 * Releases every lease whose attachment is not among the valid ones. One in the old format is kept while any valid
 * attachment is of its container; files that are no leases stay.
 *
 * @throws {CniError} Naming each file that could not be removed; all have been tried. Code 11 when other programs have
 *   them open, else 5.
 */
export function releaseStale(leases: Leases, valid: readonly Attachment[]): void {
  const containers = new Set(valid.map(({ containerId }) => containerId));
  const attachments = new Set(valid.map(nameOf));
  const stale = leases.all().filter(({ owner }) => {
    if (owner.kind === 'container') return isStale(owner.containerId, containers.has(owner.containerId));
    if (owner.kind !== 'attachment') return false;
    return isStale(owner.attachment.containerId, attachments.has(nameOf(owner.attachment)));
  });
  releaseAll(leases, stale);
}

function isStale(containerId: string, valid: boolean): boolean {
  return !valid && containerId !== SOURCE_VIP_CONTAINER;
}

/** Neither a container id nor an interface name contains a slash. */
function nameOf({ containerId, ifName }: Attachment): string {
  return `${containerId}/${ifName}`;
}

function releaseAll(leases: Leases, released: readonly Lease[]): void {
  const failures = released.flatMap((lease) => {
    try {
      leases.remove(lease);
      return [];
    } catch (error) {
      return [toCniError(error)];
    }
  });
  if (failures.length === 0) return;
  const passing = failures.every(({ code }) => code === CniErrorCode.tryAgainLater);
  throw new CniError({
    code: passing ? CniErrorCode.tryAgainLater : CniErrorCode.ioFailure,
    msg: `Cannot release ${failures.length} of ${released.length} addresses`,
    details: failures.map(({ message, details }) => `${message}: ${details}`).join('; '),
    cause: failures[0],
  });
}

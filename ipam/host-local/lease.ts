import type { Attachment } from '../../lib/cni/parameters.ts';
import { formatAddress, type IpAddress, parseAddress } from '../../lib/ip/address.ts';

/** Whose an address is, as the content of its file tells. */
export type Owner =
  | { readonly kind: 'attachment'; readonly attachment: Attachment }
  /** The old format, which names the container only: it holds for any of its interfaces. */
  | { readonly kind: 'container'; readonly containerId: string }
  /** Text that is no lease: someone keeps the address for a reason of their own. */
  | { readonly kind: 'stranger' }
  /** What a power cut leaves of a file that was being written. Nobody's, if read under the lock. */
  | { readonly kind: 'torn' }
  | { readonly kind: 'unreadable'; readonly cause: unknown };

/** A file that is called as an address. */
export interface LeaseFile {
  readonly address: IpAddress;
  /** As it is in the folder, which need not be the canonical form. */
  readonly fileName: string;
}

/** A lease file that has been read. */
export interface Lease extends LeaseFile {
  readonly owner: Owner;
}

/** The lines of a lease end so on every platform, as the Go plugin writes them. */
const LINE_BREAK = '\r\n';

/**
 * The form of a container id (cni, pkg/utils/utils.go); an interface name may not contain white space, of which U+FEFF is
 * none there (lib/cni/identifiers.ts) and one to JavaScript.
 */
const CONTENT = /^([a-zA-Z0-9][a-zA-Z0-9_.-]*)(?:\r\n((?:\S|\ufeff)+))?$/;

/** White space at the end, without U+FEFF. */
const TRAILING_SPACE = /(?:(?!\ufeff)\s)+$/;

/** Control characters and bytes that are no text: what is left of a file whose blocks were lost. */
const DAMAGE = /[\0-\x08\x0e-\x1f\ufffd]/;

/** Names the file of an address. Windows has no `:` in file names; the Go plugin writes `_` for it. */
export function leaseFileName(address: IpAddress, platform: NodeJS.Platform): string {
  const text = formatAddress(address);
  return platform === 'win32' ? text.replaceAll(':', '_') : text;
}

/** Reads the name of a file; `undefined` for `lock`, `last_reserved_ip.0` and whatever else is no address. */
export function leaseAddress(fileName: string, platform: NodeJS.Platform): IpAddress | undefined {
  return parseAddress(platform === 'win32' ? fileName.replaceAll('_', ':') : fileName);
}

/** The content of a lease file. */
export function leaseContent({ containerId, ifName }: Attachment): string {
  return `${containerId}${LINE_BREAK}${ifName}`;
}

/** Reads the content of a lease file; white space around it does not count. */
export function leaseOwner(content: string): Owner {
  const text = content.trimStart().replace(TRAILING_SPACE, '');
  // Blocks that were never written read as NUL, which no name contains.
  if (text === '' || text.includes('\0')) return { kind: 'torn' };
  const [, containerId, ifName] = CONTENT.exec(text) ?? [];
  if (containerId === undefined) return { kind: DAMAGE.test(text) ? 'torn' : 'stranger' };
  if (ifName === undefined) return { kind: 'container', containerId };
  return { kind: 'attachment', attachment: { containerId, ifName } };
}

/** The leases that are those of an attachment by name, or of its container in the old format. */
export function leasesOf(leases: readonly Lease[], attachment: Attachment): readonly Lease[] {
  return leases.filter(({ owner }) => isOwner(owner, attachment));
}

/**
 * The leases a DEL releases: those of the attachment, and only if there are none those its container has in the old
 * format (Go plugin, backend/disk/backend.go, ReleaseByID).
 */
export function leasesToRelease(leases: readonly Lease[], attachment: Attachment): readonly Lease[] {
  const held = leasesOf(leases, attachment);
  const named = held.filter(({ owner }) => owner.kind === 'attachment');
  return named.length > 0 ? named : held;
}

function isOwner(owner: Owner, { containerId, ifName }: Attachment): boolean {
  if (owner.kind === 'container') return owner.containerId === containerId;
  if (owner.kind !== 'attachment') return false;
  return owner.attachment.containerId === containerId && owner.attachment.ifName === ifName;
}

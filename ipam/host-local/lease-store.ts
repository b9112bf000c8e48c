import { posix, win32 } from 'node:path';
import { CniError } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { isTemporaryName } from '../../lib/host/files.ts';
import { isSystemError } from '../../lib/host/files-in-use.ts';
import type { Host } from '../../lib/host/host.ts';
import { formatAddress, type IpAddress, parseAddress } from '../../lib/ip/address.ts';
import { ioFailure, orIoFailure } from './io-failure.ts';
import {
  type Lease,
  type LeaseFile,
  leaseAddress,
  leaseContent,
  leaseFileName,
  leaseOwner,
  type Owner,
} from './lease.ts';

/** The part of a host the leases need. */
export type LeaseHost = Pick<Host, 'platform' | 'files' | 'locks' | 'log'>;

/**
 * The leases of one network, a file each, as the Go plugin keeps them. Exists only while the folder's lock is held: see
 * {@link holdLeases}. Failures are `CniError`s that name the file: code 11 when another program has it open, else 5.
 */
export interface LeaseStore {
  /** The lease files there were when the folder was first asked for; its one reading. Subfolders and files of other names are not leases. */
  list(): readonly LeaseFile[];
  /** The names of all entries of the folder, by the same reading. */
  names(): ReadonlySet<string>;
  /** Reads lease files. One that cannot be read is a lease whose owner is not known. */
  read(files: readonly LeaseFile[]): readonly Lease[];
  /** Whether the name of an address's lease file is taken by anything at all. */
  exists(address: IpAddress): boolean;
  /** Makes the lease file of an address; `undefined` when the name is taken by anything at all. */
  take(address: IpAddress, attachment: Attachment): LeaseFile | undefined;
  remove(file: LeaseFile): void;
  /**
   * Removes what a power cut or a killed process left: torn lease files, which would block their addresses for ever, and
   * temporary files. What cannot be removed is logged and stays.
   *
   * @returns The leases without those that were removed.
   */
  tidy(leases: readonly Lease[]): readonly Lease[];
  /** The address last handed out of range set `index`; `undefined` when it is not known. */
  lastReserved(index: number): IpAddress | undefined;
  recordLastReserved(index: number, address: IpAddress): void;
  /** Makes sure that files can be made in the folder. */
  probe(): void;
}

/**
 * Does something with the leases in `folder` while holding its lock, so that neither another process of ours nor the Go
 * plugin changes them meanwhile.
 *
 * @returns What `critical` returns, or `'no folder'` when the folder does not exist: then there are no leases.
 * @throws {CniError} Code 11 when the lock is not free in time, code 5 when it cannot be taken.
 */
export async function holdLeases<Value>(
  folder: string,
  host: LeaseHost,
  critical: (store: LeaseStore) => Value,
): Promise<Value | 'no folder'> {
  const lock = pathsOf(host).join(folder, 'lock');
  try {
    return await host.locks.hold(lock, () => critical(leaseStore(folder, host)));
  } catch (error) {
    if (error instanceof CniError) throw error;
    // The store's own failures are CniErrors, so this is about the lock file.
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return 'no folder';
    throw ioFailure(`Cannot lock the leases in ${folder}`, error);
  }
}

/** Makes the folder of a network's leases, with the Go plugin's permissions. */
export function makeLeaseFolder(folder: string, { files }: LeaseHost): void {
  orIoFailure(`Cannot make the folder of the leases ${folder}`, () => files.makeFolder(folder, 0o755));
}

function leaseStore(folder: string, { platform, files, log }: LeaseHost): LeaseStore {
  const { join } = pathsOf({ platform });
  const entries = once(() => orIoFailure(`Cannot read the leases in ${folder}`, () => files.list(folder)));

  function list(): LeaseFile[] {
    return entries().flatMap(({ name, kind }) => {
      const address = kind === 'file' ? leaseAddress(name, platform) : undefined;
      return address === undefined ? [] : [{ address, fileName: name }];
    });
  }

  function owner(path: string): Owner {
    try {
      return leaseOwner(files.read(path) ?? '');
    } catch (cause) {
      log.warn('lease file cannot be read', { path, cause: String(cause) });
      return { kind: 'unreadable', cause };
    }
  }

  function remove(fileName: string): void {
    const path = join(folder, fileName);
    orIoFailure(`Cannot remove ${path}`, () => files.remove(path));
  }

  function discard(fileName: string): boolean {
    try {
      remove(fileName);
      return true;
    } catch (cause) {
      log.warn('left-over file cannot be removed', { file: join(folder, fileName), cause: String(cause) });
      return false;
    }
  }

  function tidy(leases: readonly Lease[]): readonly Lease[] {
    for (const { name, kind } of entries()) if (kind === 'file' && isTemporaryName(name)) discard(name);
    return leases.filter(({ owner, fileName }) => owner.kind !== 'torn' || !discard(fileName));
  }

  function lastReservedPath(index: number): string {
    return join(folder, `last_reserved_ip.${index}`);
  }

  return {
    list,
    names: once(() => new Set(entries().map(({ name }) => name))),
    exists: (address) => files.exists(join(folder, leaseFileName(address, platform))),
    read: (leaseFiles) => leaseFiles.map((file) => ({ ...file, owner: owner(join(folder, file.fileName)) })),
    take(address, attachment) {
      const fileName = leaseFileName(address, platform);
      const path = join(folder, fileName);
      const content = leaseContent(attachment);
      const outcome = orIoFailure(`Cannot write ${path}`, () => files.create(path, content));
      return outcome === 'created' ? { address, fileName } : undefined;
    },
    remove: ({ fileName }) => remove(fileName),
    tidy,
    lastReserved(index) {
      const path = lastReservedPath(index);
      try {
        return parseAddress((files.read(path) ?? '').trim());
      } catch (cause) {
        // Without it the walk starts at the first address, which is no reason to refuse a pod.
        log.warn('last reserved address cannot be read', { path, cause: String(cause) });
        return undefined;
      }
    },
    recordLastReserved(index, address) {
      const path = lastReservedPath(index);
      // Losing it to a power cut only moves the start of the next search.
      orIoFailure(`Cannot write ${path}`, () => files.replaceHint(path, formatAddress(address)));
    },
    probe() {
      const path = join(folder, '.cni-probe.tmp');
      orIoFailure(`Cannot write in ${folder}`, () => {
        files.replace(path, AS_LONG_AS_A_LEASE);
        files.remove(path);
      });
    },
  };
}

/** What is written to see whether a lease could be, as a full disk takes empty files: white space, which is no owner. */
const AS_LONG_AS_A_LEASE = ' '.repeat(100);

/** How paths are written on the host's platform. */
export function pathsOf({ platform }: Pick<LeaseHost, 'platform'>): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

function once<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

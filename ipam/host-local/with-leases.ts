import { type AllLeases, allLeases } from './all-leases.ts';
import { indexedLeases } from './indexed-leases.ts';
import { type Lease, leaseFileName } from './lease.ts';
import { INDEXED_FROM, indexPath, type LeaseIndex, leaseIndex } from './lease-index.ts';
import { holdLeases, type LeaseHost, type LeaseStore } from './lease-store.ts';
import type { Leases } from './leases.ts';

/** What is done with the leases of a folder. */
type Critical<Value> = (leases: Leases) => Value;

/**
 * Does something with the leases in `folder` while holding its lock, and keeps their index if there are many.
 *
 * @returns What `critical` returns, or `'no folder'` when the folder does not exist: then there are no leases.
 * @throws {CniError} Code 11 when the lock is not free in time, code 5 when it cannot be taken.
 */
export function withLeases<Value>(
  folder: string,
  host: LeaseHost,
  critical: Critical<Value>,
): Promise<Value | 'no folder'> {
  return holdLeases(folder, host, (store) => {
    const all = allLeases(store, host.platform);
    // Most folders are small and have no index, which must cost next to nothing.
    if (host.files.exists(indexPath(folder))) return withIndex({ folder, store, all }, host, critical);
    const value = critical(all.leases);
    if ((all.count() ?? 0) >= INDEXED_FROM)
      orLog('written', { folder, host }, () => renew(all, leaseIndex(folder, host), host));
    return value;
  });
}

interface Folder {
  readonly folder: string;
  readonly store: LeaseStore;
  readonly all: AllLeases;
}

/** After a failure the index is left as it is: if anything was changed, it is not true of the folder any more. */
function withIndex<Value>({ folder, store, all }: Folder, host: LeaseHost, critical: Critical<Value>): Value {
  const { platform } = host;
  const index = leaseIndex(folder, host);
  const current = orLog('read', { folder, host }, () => index.current());
  const indexed = current && indexedLeases(store, all, { index: current, platform });
  const value = critical(indexed?.leases ?? all.leases);
  orLog('written', { folder, host }, () => {
    if (all.count() !== undefined) renew(all, index, host);
    else indexed?.updateIndex();
  });
  return value;
}

/** An index has leases by the canonical names of their files, and must know of each whose it is. */
function renew(all: AllLeases, index: LeaseIndex, { platform }: LeaseHost): void {
  const leases = all.present();
  const isIndexable = ({ owner, address, fileName }: Lease) =>
    owner.kind !== 'unreadable' && owner.kind !== 'torn' && fileName === leaseFileName(address, platform);
  if (leases.length >= INDEXED_FROM && leases.every(isIndexable)) index.make(leases);
  else index.remove();
}

/** Without an index calls are slower, and no less right. */
function orLog<Value>(
  what: 'read' | 'written',
  { folder, host }: { readonly folder: string; readonly host: LeaseHost },
  action: () => Value,
): Value | undefined {
  try {
    return action();
  } catch (cause) {
    host.log.warn(`lease index cannot be ${what}`, { path: indexPath(folder), cause: String(cause) });
    return undefined;
  }
}

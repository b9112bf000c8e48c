import { holdLeases, type LeaseHost } from './lease-store.ts';
import type { Leases } from './leases.ts';
import { LeasesOfFolder } from './leases-of-folder.ts';

/**
 * Does something with the leases in `folder` while holding its lock, and keeps their index if there are many.
 *
 * @returns What `critical` returns, or `'no folder'` when the folder does not exist: then there are no leases.
 * @throws {CniError} Code 11 when the lock is not free in time, code 5 when it cannot be taken.
 */
export function withLeases<Value>(
  folder: string,
  host: LeaseHost,
  critical: (leases: Leases) => Value,
): Promise<Value | 'no folder'> {
  return holdLeases(folder, host, (store) => {
    const leases = new LeasesOfFolder(folder, store, host);
    const value = critical(leases);
    // After a failure nobody knows what was changed. The folder's new times tell the next call, if anything was.
    leases.keepIndex();
    return value;
  });
}

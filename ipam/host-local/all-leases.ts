import { type IpAddress, type IpFamily, sameAddress } from '../../lib/ip/address.ts';
import { type Lease, type LeaseFile, leaseFileName } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';
import type { Leases } from './leases.ts';

/** The leases of a folder without an index: what is asked of them is answered by reading all of them. */
export interface AllLeases {
  readonly leases: Leases;
  /** How many leases have been read; `undefined` when not all were asked for. */
  count(): number | undefined;
  /** Those that were read, with those that were made since, without those that were removed. */
  present(): readonly Lease[];
}

/** Looking for a file costs as much as listing some ten of them, so a long row of taken addresses is looked up in a list. */
const SINGLE_LOOKS = 1000;

/** Reads lease files that may be gone: those read as torn. */
export function readPresent(store: LeaseStore, files: readonly LeaseFile[]): readonly Lease[] {
  return store.read(files).filter(({ owner }) => owner.kind !== 'torn');
}

/** The leases of a folder, whether there are few or many. */
export function allLeases(store: LeaseStore, platform: NodeJS.Platform): AllLeases {
  const { list, read, lastReserved, recordLastReserved, probe } = store;
  const taken: Lease[] = [];
  const removed: string[] = [];
  const occupied = new Map<IpFamily, ReadonlySet<bigint>>();
  let found: readonly Lease[] | undefined;
  let looks = 0;

  function all(): readonly Lease[] {
    found ??= store.tidy(read(list()));
    return found;
  }

  function named(addresses: readonly IpAddress[]): readonly Lease[] {
    const files = addresses.map((address) => ({ address, fileName: leaseFileName(address, platform) }));
    const leases = readPresent(store, files);
    if (leases.length === addresses.length) return leases;
    // Somebody may have written an address in another way.
    return read(list().filter((file) => addresses.some((address) => sameAddress(file.address, address))));
  }

  function isTaken(address: IpAddress): boolean {
    if (found !== undefined) return occupiedIn(found, address.family).has(address.value);
    looks += 1;
    return looks > SINGLE_LOOKS ? store.names().has(leaseFileName(address, platform)) : store.exists(address);
  }

  function occupiedIn(leases: readonly Lease[], family: IpFamily): ReadonlySet<bigint> {
    const known = occupied.get(family);
    if (known !== undefined) return known;
    const values = leases
      .filter(({ address }) => address.family === family)
      .map(({ address }) => address.value);
    const set = new Set(values);
    occupied.set(family, set);
    return set;
  }

  const leases: Leases = {
    list,
    read,
    lastReserved,
    recordLastReserved,
    probe,
    all,
    about: all,
    named,
    isTaken,
    take(address, attachment) {
      const file = store.take(address, attachment);
      if (file !== undefined) taken.push({ ...file, owner: { kind: 'attachment', attachment } });
      return file;
    },
    remove(file) {
      store.remove(file);
      removed.push(file.fileName);
    },
  };
  return {
    leases,
    count: () => found?.length,
    present() {
      const gone = new Set(removed);
      return [...(found ?? []), ...taken].filter(({ fileName }) => !gone.has(fileName));
    },
  };
}

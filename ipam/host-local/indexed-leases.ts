import { type AllLeases, readPresent } from './all-leases.ts';
import type { IndexLine } from './index-text.ts';
import { type Lease, leaseAddress, leaseFileName } from './lease.ts';
import type { CurrentIndex } from './lease-index.ts';
import type { LeaseStore } from './lease-store.ts';
import type { Leases } from './leases.ts';

/** The leases of a folder with an index. */
export interface IndexedLeases {
  readonly leases: Leases;
  /** Lets the index say what was changed, if anything was. */
  updateIndex(): void;
}

/** The leases of a folder, found by an index that is true of it. */
export function indexedLeases(
  store: LeaseStore,
  { leases: plain }: AllLeases,
  { index, platform }: { readonly index: CurrentIndex; readonly platform: NodeJS.Platform },
): IndexedLeases {
  const added: Lease[] = [];
  const removed: string[] = [];
  let lines: readonly IndexLine[] = [];
  let changed = false;

  /** Also one that fails may have changed the folder, but after a failure the index is left as it is. */
  function changing<Outcome>(change: () => Outcome): Outcome {
    changed = true;
    return change();
  }

  const leases: Leases = {
    ...plain,
    about(attachment, addresses = []) {
      const names = addresses.map((address) => leaseFileName(address, platform));
      lines = index.linesOf(attachment.containerId);
      const candidates = new Set([...lines.map(({ fileName }) => fileName), ...names]);
      const files = [...candidates].flatMap((fileName) => {
        const address = leaseAddress(fileName, platform);
        return address === undefined ? [] : [{ address, fileName }];
      });
      return readPresent(store, files);
    },
    take(address, attachment) {
      const file = changing(() => plain.take(address, attachment));
      if (file !== undefined) added.push({ ...file, owner: { kind: 'attachment', attachment } });
      return file;
    },
    remove(file) {
      changing(() => plain.remove(file));
      removed.push(file.fileName);
    },
    recordLastReserved: (set, address) => changing(() => plain.recordLastReserved(set, address)),
    probe: () => changing(plain.probe),
  };
  return {
    leases,
    updateIndex() {
      const struck = lines.filter(({ fileName }) => removed.includes(fileName));
      if (changed) index.update({ added, struck });
    },
  };
}

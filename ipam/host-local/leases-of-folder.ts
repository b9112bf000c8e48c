import type { Attachment } from '../../lib/cni/parameters.ts';
import { type IpAddress, type IpFamily, sameAddress } from '../../lib/ip/address.ts';
import { type Lease, type LeaseFile, leaseAddress, leaseFileName } from './lease.ts';
import { type FoundIndex, INDEXED_FROM, type LeaseIndex, leaseIndex } from './lease-index.ts';
import { type LeaseHost, type LeaseStore, pathsOf } from './lease-store.ts';
import type { Leases } from './leases.ts';

/** Looking for a file costs as much as listing some ten of them, so a long row of taken addresses is looked up in a list. */
const SINGLE_LOOKS = 1000;

/** The leases in a folder, found by their index if it has a true one and by reading all files elsewhere. */
export class LeasesOfFolder implements Leases {
  readonly #store: LeaseStore;
  readonly #host: LeaseHost;
  readonly #indexPath: string;
  readonly #index: LeaseIndex;
  #found: FoundIndex | undefined;
  /** By file name, once all have been read. */
  #known: Map<string, Lease> | undefined;
  /** The values of taken addresses by family, once all leases have been read. */
  #occupied: Readonly<Record<IpFamily, ReadonlySet<bigint>>> | undefined;
  readonly #added: Lease[] = [];
  #changed = false;
  #looks = 0;

  constructor(folder: string, store: LeaseStore, host: LeaseHost) {
    this.#store = store;
    this.#host = host;
    this.#indexPath = indexPath(folder, host);
    this.#index = leaseIndex(this.#indexPath, folder, host);
  }

  all(): readonly Lease[] {
    const { read, list, tidy } = this.#store;
    this.#known ??= new Map(tidy(read(list())).map((lease) => [lease.fileName, lease]));
    return [...this.#known.values()];
  }

  about(attachment: Attachment, addresses: readonly IpAddress[] = []): readonly Lease[] {
    const index = this.#find();
    if (typeof index === 'string') return this.all();
    const names = addresses.map((address) => this.#fileName(address));
    return this.#present([...new Set([...index.fileNamesOf(attachment.containerId), ...names])]);
  }

  named(addresses: readonly IpAddress[]): readonly Lease[] {
    const leases = this.#present(addresses.map((address) => this.#fileName(address)));
    if (leases.length === addresses.length) return leases;
    // Somebody may have written an address in another way.
    const isNamed = ({ address }: LeaseFile) => addresses.some((other) => sameAddress(address, other));
    return this.#store.read(this.#store.list().filter(isNamed));
  }

  isTaken(address: IpAddress): boolean {
    if (this.#known !== undefined) {
      this.#occupied ??= { 4: valuesOf(4, this.all()), 6: valuesOf(6, this.all()) };
      return this.#occupied[address.family].has(address.value);
    }
    this.#looks += 1;
    return this.#looks > SINGLE_LOOKS
      ? this.#store.names().has(this.#fileName(address))
      : this.#store.exists(address);
  }

  list(): readonly LeaseFile[] {
    return this.#store.list();
  }

  read(files: readonly LeaseFile[]): readonly Lease[] {
    return this.#store.read(files);
  }

  lastReserved(index: number): IpAddress | undefined {
    return this.#store.lastReserved(index);
  }

  take(address: IpAddress, attachment: Attachment): LeaseFile | undefined {
    const file = this.#changing(() => this.#store.take(address, attachment));
    if (file === undefined) return undefined;
    const lease: Lease = { ...file, owner: { kind: 'attachment', attachment } };
    this.#added.push(lease);
    this.#known?.set(file.fileName, lease);
    return file;
  }

  remove(file: LeaseFile): void {
    this.#changing(() => this.#store.remove(file));
    this.#known?.delete(file.fileName);
  }

  recordLastReserved(index: number, address: IpAddress): void {
    this.#changing(() => this.#store.recordLastReserved(index, address));
  }

  probe(): void {
    this.#changing(() => this.#store.probe());
  }

  /** Lets the index say what the folder has become. Without one the next call is slower, and no less right. */
  keepIndex(): void {
    this.#orLog('written', () => {
      if (this.#known !== undefined) return this.#renewIndex([...this.#known.values()]);
      const index = this.#changed ? this.#find() : 'none';
      if (typeof index !== 'string') index.extend(this.#added);
    });
  }

  #renewIndex(leases: readonly Lease[]): void {
    const { platform } = this.#host;
    if (leases.length >= INDEXED_FROM && leases.every((lease) => isIndexable(lease, platform))) {
      this.#index.make(leases);
    } else if (this.#find() !== 'none') {
      this.#index.remove();
    }
  }

  /** What is found once stays: after a change of ours it would not be found true again. */
  #find(): FoundIndex {
    this.#found ??= this.#orLog('read', () => this.#index.find()) ?? 'outdated';
    return this.#found;
  }

  /** Whether the index is true has to be known before the folder is changed. */
  #changing<Outcome>(change: () => Outcome): Outcome {
    this.#find();
    this.#changed = true;
    return change();
  }

  /** Without those that are not there any more, which read as torn. */
  #present(fileNames: readonly string[]): readonly Lease[] {
    const files = fileNames.flatMap((fileName) => {
      const address = leaseAddress(fileName, this.#host.platform);
      return address === undefined ? [] : [{ address, fileName }];
    });
    return this.#store.read(files).filter(({ owner }) => owner.kind !== 'torn');
  }

  #fileName(address: IpAddress): string {
    return leaseFileName(address, this.#host.platform);
  }

  #orLog<Value>(what: 'read' | 'written', action: () => Value): Value | undefined {
    try {
      return action();
    } catch (cause) {
      const { log } = this.#host;
      log.warn(`lease index cannot be ${what}`, { path: this.#indexPath, cause: String(cause) });
      return undefined;
    }
  }
}

function valuesOf(family: IpFamily, leases: readonly Lease[]): ReadonlySet<bigint> {
  return new Set(
    leases.filter(({ address }) => address.family === family).map(({ address }) => address.value),
  );
}

/**
 * Beside the network's folder and not in it, where the Go plugin reads every file. No network is called so: names begin with
 * a letter or a digit.
 */
function indexPath(folder: string, host: LeaseHost): string {
  const { dirname, basename, join } = pathsOf(host);
  return join(dirname(folder), `.${basename(folder)}.lease-index`);
}

/** An index has leases by the canonical names of their files, and must know of each whose it is. */
function isIndexable({ owner, address, fileName }: Lease, platform: NodeJS.Platform): boolean {
  return (
    owner.kind !== 'unreadable' && owner.kind !== 'torn' && fileName === leaseFileName(address, platform)
  );
}

import { temporaryName } from '../../lib/host/files.ts';
import {
  HEADER_LENGTH,
  headerText,
  type IndexHeader,
  type IndexLine,
  indexLine,
  linesOf,
  readHeader,
  strike,
} from './index-text.ts';
import type { Lease } from './lease.ts';
import { type LeaseHost, pathsOf } from './lease-store.ts';

/**
 * From this many leases on, an index pays. A node at kubelet's limit of 110 pods has 220 at most, an IPv4 and an IPv6
 * address each: it is spared the file, and what it costs to keep.
 */
export const INDEXED_FROM = 256;

/** An index is made anew from the lease files after as many changes as it had leases, but not sooner than this. */
const FEWEST_CHANGES = 1000;

/**
 * The index of a folder: beside it and not in it, where the Go plugin reads every file. No network is called so: names begin
 * with a letter or a digit.
 */
export function indexPath(folder: string): string {
  return folder.replace(/[^/\\]+$/, '.$&.lease-index');
}

/** An index that is true: nothing came into the folder or went since it was sealed. */
export interface CurrentIndex {
  /** Lines of lease files that may be a container's: all of its own, and perhaps some that are not, or are gone. */
  linesOf(containerId: string): readonly IndexLine[];
  /** Seals the index again after the folder was changed, in whatever way. Nobody has to strike out lines, but may. */
  update(changes: { readonly added: readonly Lease[]; readonly struck: readonly IndexLine[] }): void;
}

/** The index of a folder of leases. All under the folder's lock. */
export interface LeaseIndex {
  /** The index that is there, if it is true. */
  current(): CurrentIndex | undefined;
  /** Makes the index anew from all leases of the folder. */
  make(leases: readonly Lease[]): void;
  remove(): void;
}

/**
 * Tells which lease files are an attachment's without reading all of them: a file that lists them by owner. It is a hint and
 * no more: leases are believed for what their own files say, addresses are given out by making a file that did not exist.
 *
 * What makes "not in the index" as certain as "in the index" is the seal: after each change of ours the folder gets a
 * modification time it never had (see {@link Files.mark}), and the index notes it. Whoever else adds or removes a lease,
 * the Go plugin or an operator, changes that time; then, after a crash at any moment, and when the machine was started
 * again, the seal does not fit, and all lease files are read.
 *
 * @param folder Of the leases.
 */
export function leaseIndex(folder: string, host: LeaseHost): LeaseIndex {
  const { files } = host;
  const path = indexPath(folder);

  function current(): CurrentIndex | undefined {
    const text = files.read(path) ?? '';
    const header = readHeader(text);
    return header !== undefined && isTrue(header) ? currentIndex(text, header) : undefined;
  }

  function isTrue({ modified, changed, boot, changesLeft }: IndexHeader): boolean {
    const times = files.times(folder);
    return (
      times?.modified === modified &&
      times.changed === changed &&
      changesLeft > 0 &&
      boot === files.bootMark()
    );
  }

  function currentIndex(text: string, header: IndexHeader): CurrentIndex {
    return {
      linesOf: (containerId) => linesOf(text, containerId),
      update({ added, struck }) {
        const times = files.mark(folder);
        if (times === undefined) return;
        const lines = textOf(added);
        const next = {
          ...header,
          ...times,
          changesLeft: header.changesLeft - 1,
          length: text.length + lines.length,
        };
        files.overwrite(path, [
          ...struck.map(strike),
          { offset: text.length, text: lines },
          { offset: 0, text: headerText(next) },
        ]);
      },
    };
  }

  function make(leases: readonly Lease[]): void {
    const boot = files.bootMark();
    const times = boot !== undefined && showsChanges() ? files.mark(folder) : undefined;
    if (boot === undefined || times === undefined) return;
    const lines = textOf(leases);
    const changesLeft = Math.max(FEWEST_CHANGES, leases.length);
    files.replaceHint(
      path,
      headerText({ ...times, boot, changesLeft, length: HEADER_LENGTH + lines.length }) + lines,
    );
  }

  /** Whether this file system gives a folder another time when an entry comes, and when one goes. Not all do. */
  function showsChanges(): boolean {
    const probe = pathsOf(host).join(folder, temporaryName('probe'));
    return [() => files.replaceHint(probe, ''), () => files.remove(probe)].every((change) => {
      const before = files.mark(folder);
      change();
      return before !== undefined && files.times(folder)?.modified !== before.modified;
    });
  }

  function remove(): void {
    files.remove(path);
  }

  return { current, make, remove };
}

function textOf(leases: readonly Lease[]): string {
  return leases.map(({ fileName, owner }) => indexLine(fileName, owner) ?? '').join('');
}

import { join } from 'node:path';
import { INDEXED_FROM } from '../../../ipam/host-local/lease-index.ts';
import type { Files } from '../../../lib/host/files.ts';
import { realFiles } from '../../../lib/host/real-files.ts';
import { lease, TestNode } from './node.ts';

/** What has room for all of them and more. */
export const LARGE = { ranges: [[{ subnet: '10.1.0.0/22' }], [{ subnet: 'fd00::/64' }]] };

/** Enough for an index; 10.1.0.2 and those that follow, for containers c0, c1 and so on. */
export const MANY = INDEXED_FROM + 20;

/** Where the index of network `pods` is. */
export function indexOf(node: TestNode): string {
  return join(node.dataDir, '.pods.lease-index');
}

/** The address of container `c<index>`. */
export function addressOf(index: number): string {
  return `10.1.${(index + 2) >> 8}.${(index + 2) & 0xff}`;
}

/** How a node differs from one with {@link MANY} leases on Linux. */
interface Crowd {
  readonly files?: Files;
  readonly platform?: NodeJS.Platform;
  readonly leases?: number;
}

/** A node with many leases, none of them written by an operation, and no index. */
export function crowdedNode({ leases = MANY, ...options }: Crowd = {}): TestNode {
  const node = new TestNode(options);
  for (let index = 0; index < leases; index += 1) node.put(addressOf(index), lease(`c${index}`));
  node.put('last_reserved_ip.0', addressOf(leases - 1));
  return node;
}

/** Files that count how often each of their methods is called. */
export function countedFiles(
  files: Files = realFiles,
): Files & { readonly calls: Map<string, number>; reset(): void } {
  const calls = new Map<string, number>();
  const counting = new Proxy(files, {
    get(of, key) {
      const member: unknown = Reflect.get(of, key);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        calls.set(String(key), (calls.get(String(key)) ?? 0) + 1);
        return Reflect.apply(member, of, args);
      };
    },
  });
  return Object.assign(Object.create(counting), { calls, reset: () => calls.clear() });
}

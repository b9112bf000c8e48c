import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../../../lib/cni/json.ts';
import { COMMON } from './common.ts';
import { listOf, objectOf } from './lists.ts';
import { CODES, Problem } from './problem.ts';
import type { TinyPlugin, TinyRequest } from './tiny-plugin.ts';

/** An address that is taken: a file named after it, with `<container id>/<interface>` in it. */
export interface Lease {
  readonly path: string;
  readonly address: string;
  readonly owner: string;
}

/** Hands out 10.9.0.2 to 10.9.0.13. */
const FIRST = 2;
const LAST = 13;

/** The last one comes first: the address after it is of the subnet, and none that a CHECK here has to expect. */
const HANDED_OUT = Array.from({ length: LAST - FIRST + 1 }, (_, index) => `10.9.0.${LAST - index}`);

/** An IPAM plugin that keeps every rule. Creating the file of an address is what takes it, so it needs no lock. */
export const IPAM: TinyPlugin = {
  ...COMMON,
  add(request) {
    if (leasesOf(request).length > 0) throw new Problem(CODES.own, 'the attachment has an address');
    return resultOf(takeAddress(request));
  },
  check(request) {
    const [lease] = leasesOf(request);
    if (lease === undefined) throw new Problem(CODES.own, 'the attachment has no address');
    const expected = listOf(request.prevResult?.ips).map(({ address }) => String(address));
    const own = expected.filter((address) => HANDED_OUT.some((each) => address === `${each}/28`));
    if (own.some((address) => address !== `${lease.address}/28`))
      throw new Problem(CODES.own, `the attachment has ${lease.address}, not ${own.join(', ')}`);
  },
  del(request) {
    for (const { path } of leasesOf(request)) rmSync(path, { force: true });
  },
  gc(request) {
    for (const { path, owner } of allLeases(request)) if (!request.valid.includes(owner)) rmSync(path);
  },
  status(request) {
    if (objectOf(request.config.ipam).closed === true) throw new Problem(CODES.unavailable, 'closed');
    if (allLeases(request).length >= HANDED_OUT.length)
      throw new Problem(CODES.unavailable, 'no address is left');
  },
};

/** Takes an address that is free. */
export function takeAddress(request: TinyRequest): string {
  if (objectOf(request.config.ipam).closed === true) throw new Problem(CODES.own, 'closed');
  mkdirSync(folderOf(request), { recursive: true });
  for (const address of HANDED_OUT) {
    try {
      writeFileSync(join(folderOf(request), address), ownerOf(request), { flag: 'wx' });
      return address;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  throw new Problem(CODES.own, 'no address is left');
}

/** The result of ADD with an address. */
export function resultOf(address: string): JsonObject {
  return { ips: [{ address: `${address}/28`, gateway: '10.9.0.1' }], routes: [{ dst: '0.0.0.0/0' }] };
}

export function ownerOf({ containerId, ifName }: TinyRequest): string {
  return `${containerId}/${ifName}`;
}

export function folderOf({ config }: TinyRequest): string {
  return String(objectOf(config.ipam).dataDir);
}

/** The leases of one attachment. */
export function leasesOf(request: TinyRequest): readonly Lease[] {
  return allLeases(request).filter(({ owner }) => owner === ownerOf(request));
}

export function allLeases(request: TinyRequest): readonly Lease[] {
  const folder = folderOf(request);
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).flatMap((address) => {
    const path = join(folder, address);
    try {
      return [{ path, address, owner: readFileSync(path, 'utf8') }];
    } catch {
      return []; // released meanwhile
    }
  });
}

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../../../lib/cni/json.ts';
import { COMMON } from './common.ts';
import { delegate } from './delegate.ts';
import { listOf } from './lists.ts';
import { CODES, Problem } from './problem.ts';
import type { TinyPlugin, TinyRequest } from './tiny-plugin.ts';

/** An interface: a file, which stands for one in a network namespace. */
export interface Interface {
  readonly path: string;
  /** `<container id>/<interface>` */
  readonly owner: string;
  readonly mac: string;
}

/** A plugin that makes interfaces and delegates addresses, and keeps every rule. */
export const BRIDGE: TinyPlugin = {
  ...COMMON,
  add(request) {
    if (interfaceIn(request) !== undefined) throw new Problem(CODES.own, 'there is such an interface');
    const lease = leaseFor(request);
    makeInterface(request);
    return attached(request, lease);
  },
  check(request) {
    const own = requireInterface(request);
    mustMatch(own, request);
    delegate('CHECK', request);
  },
  del(request) {
    for (const { path } of interfacesOf(request)) rmSync(path, { force: true });
    delegate('DEL', request);
  },
  gc(request) {
    for (const { path, owner } of allInterfaces(request)) if (!request.valid.includes(owner)) rmSync(path);
    delegate('GC', request);
  },
  status: (request) => void delegate('STATUS', request),
};

/** Addresses from the IPAM plugin; what it took before it failed is given back. */
export function leaseFor(request: TinyRequest): JsonObject {
  try {
    return delegate('ADD', request);
  } catch (problem) {
    delegate('DEL', request);
    throw problem;
  }
}

/** The result of ADD: what earlier plugins did, the interface, and its addresses. */
export function attached(request: TinyRequest, lease: JsonObject): JsonObject {
  const { ifName, netns, prevResult = {} } = request;
  const before = listOf(prevResult.interfaces);
  const ips = listOf(lease.ips ?? ipsOf(lease)).map(({ version: _family, ...ip }) => ip);
  return {
    interfaces: [...before, { name: ifName, mac: macOf(request), sandbox: netns }],
    ips: [...listOf(prevResult.ips), ...ips.map((ip) => ({ ...ip, interface: before.length }))],
    routes: [...listOf(prevResult.routes), ...listOf(lease.routes)],
  };
}

/** Up to 0.2.0 an IPAM plugin answers with `ip4`. */
function ipsOf({ ip4 }: JsonObject): readonly JsonObject[] {
  return listOf([ip4 ?? null]).map(({ ip, gateway }) => ({ address: ip, gateway }));
}

export function ownerOf({ containerId, ifName }: TinyRequest): string {
  return `${containerId}/${ifName}`;
}

export function macOf(request: TinyRequest): string {
  const digits = createHash('sha1').update(ownerOf(request)).digest('hex');
  return `02:${digits.slice(0, 10).replaceAll(/..(?=.)/g, '$&:')}`;
}

export function makeInterface(request: TinyRequest): void {
  mkdirSync(folderOf(request), { recursive: true });
  writeFileSync(pathOf(request), JSON.stringify({ owner: ownerOf(request), mac: macOf(request) }));
}

/** The interface of that name in that namespace, whoever made it. */
export function interfaceIn(request: TinyRequest): Interface | undefined {
  return allInterfaces(request).find(({ path }) => path === pathOf(request));
}

/** The interface of the attachment, wherever it is. */
export function interfacesOf(request: TinyRequest): readonly Interface[] {
  return allInterfaces(request).filter(({ owner }) => owner === ownerOf(request));
}

export function requireInterface(request: TinyRequest): Interface {
  const [own] = interfacesOf(request);
  if (own === undefined) throw new Problem(CODES.own, 'there is no such interface');
  return own;
}

/** Holds an interface to what the result of ADD says of it. */
export function mustMatch({ mac }: Interface, { prevResult, ifName }: TinyRequest): void {
  const expected = listOf(prevResult?.interfaces).find(({ name }) => name === ifName);
  if (expected === undefined || expected.mac === mac) return;
  throw new Problem(CODES.own, `the interface has ${mac}, not ${String(expected.mac)}`);
}

export function allInterfaces(request: TinyRequest): readonly Interface[] {
  mkdirSync(folderOf(request), { recursive: true });
  return readdirSync(folderOf(request)).flatMap((name) => {
    const path = join(folderOf(request), name);
    try {
      return [{ path, ...JSON.parse(readFileSync(path, 'utf8')) }];
    } catch {
      return []; // removed meanwhile, or not written yet
    }
  });
}

function pathOf({ netns, ifName, config }: TinyRequest): string {
  return join(String(config.interfaceDir), `${netns.replaceAll('/', '_')}@${ifName}`);
}

function folderOf({ config }: TinyRequest): string {
  return String(config.interfaceDir);
}

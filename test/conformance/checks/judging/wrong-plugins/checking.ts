import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { allInterfaces, requireInterface } from '../tiny/bridge.ts';
import { delegate } from '../tiny/delegate.ts';
import { allLeases, folderOf, IPAM, leasesOf } from '../tiny/ipam.ts';
import { listOf } from '../tiny/lists.ts';
import { CODES, Problem } from '../tiny/problem.ts';
import type { TinyPlugin, TinyRequest } from '../tiny/tiny-plugin.ts';
import { type WrongPlugin, wrongBridge, wrongIpam } from './wrong-plugin.ts';

/** Faults of CHECK, GC and STATUS. */
export const CHECKING_FAULTS: readonly WrongPlugin[] = [
  wrongIpam('check-after-add', 'the first CHECK comes too early', {
    check(request) {
      const seen = join(folderOf(request), '..', `seen-${request.containerId}`);
      if (!existsSync(seen)) {
        writeFileSync(seen, '');
        throw new Problem(CODES.own, 'not ready yet');
      }
      IPAM.check(request);
    },
  }),
  wrongIpam('check-no-output', 'CHECK prints "ok"', saying('ok', 'CHECK')),
  wrongIpam('check-expected-address', 'CHECK never looks at prevResult', {
    check(request) {
      if (leasesOf(request).length === 0) throw new Problem(CODES.own, 'the attachment has no address');
    },
  }),
  wrongIpam('check-expected-address', 'CHECK is content with the lease of another container', {
    check(request) {
      if (leasesOf(request).length === 0) throw new Problem(CODES.own, 'the attachment has no address');
      requireAnybodysLease(request);
    },
  }),
  wrongBridge('check-expected-interface', 'CHECK never looks at the mac', {
    check(request) {
      requireInterface(request);
      delegate('CHECK', request);
    },
  }),
  wrongIpam('check-later-plugins', 'CHECK wants prevResult to be what ADD answered', {
    check(request) {
      IPAM.check(request);
      const own = leasesOf(request).map(({ address }) => `${address}/28`);
      const given = listOf(request.prevResult?.ips).map(({ address }) => address);
      if (!isDeepStrictEqual(given, own)) throw new Problem(CODES.own, 'prevResult has other addresses');
    },
  }),
  wrongIpam('check-after-del', 'CHECK always passes', { check() {} }),
  wrongIpam('check-never-added', 'CHECK takes the lease of another container for its own', {
    check: requireAnybodysLease,
  }),
  wrongIpam('check-missing-files', 'CHECK always passes', { check() {} }),
  wrongBridge('check-missing-interface', 'CHECK asks the IPAM plugin alone', {
    check: (request) => void delegate('CHECK', request),
  }),

  wrongIpam('gc-removes-stale', 'GC does nothing', { gc() {} }),
  wrongIpam('gc-empty-list', 'GC takes an empty list for none', {
    gc(request) {
      if (request.valid.length > 0) IPAM.gc(request);
    },
  }),
  wrongIpam('gc-keeps-valid', 'GC deletes valid attachments', {
    gc(request) {
      for (const { path } of allLeases(request)) rmSync(path);
    },
  }),
  wrongIpam('gc-by-interface', 'GC knows containers only', {
    gc(request) {
      const containers = request.valid.map((owner) => owner.split('/')[0]);
      for (const { path, owner } of allLeases(request))
        if (!containers.includes(owner.split('/')[0])) rmSync(path);
    },
  }),
  wrongIpam('gc-nothing-stale', 'GC fails for an attachment in the list that it does not know', {
    gc(request) {
      const owners = allLeases(request).map(({ owner }) => owner);
      const unknown = request.valid.filter((owner) => !owners.includes(owner));
      if (unknown.length > 0) throw new Problem(CODES.own, `${unknown.join(', ')} is not attached`);
      IPAM.gc(request);
    },
  }),
  wrongIpam('gc-no-output', 'GC prints what it did', saying('0 removed', 'GC')),
  wrongIpam('gc-then-del', 'DEL fails for what GC has collected', {
    del(request) {
      if (leasesOf(request).length === 0) throw new Problem(CODES.own, 'the attachment has no address');
      IPAM.del(request);
    },
  }),
  wrongBridge('gc-goes-on', 'GC stops at the first error', {
    gc(request) {
      delegate('GC', request);
      for (const { path, owner } of allInterfaces(request)) if (!request.valid.includes(owner)) rmSync(path);
    },
  }),

  wrongIpam('status-ready', 'STATUS always fails', {
    status() {
      throw new Problem(CODES.unavailable, 'not today');
    },
  }),
  wrongIpam('status-exhausted', 'STATUS is always OK', { status() {} }),
  wrongIpam('status-not-ready', 'STATUS is always OK', { status() {} }),
  wrongBridge('status-delegate-missing', 'STATUS is always OK', { status() {} }),
  wrongIpam('status-not-needed', 'ADD counts on a STATUS before it', {
    add(request) {
      if (!existsSync(markOf(request))) throw new Problem(CODES.own, 'STATUS has not been called');
      return IPAM.add(request);
    },
    status: (request) => writeFileSync(markOf(request), ''),
  }),
  wrongIpam('status-keeps-nothing-back', 'CHECK fails where STATUS does', {
    check(request) {
      IPAM.status(request);
      IPAM.check(request);
    },
  }),

  ...(['ADD', 'CHECK', 'DEL'] as const).map((command) =>
    wrongIpam(
      `runtime-${command.toLowerCase()}`,
      `${command} refuses a CNI_ARGS that is set, but empty`,
      refusingEmpty('CNI_ARGS', command),
    ),
  ),
  ...(['GC', 'STATUS'] as const).map((command) =>
    wrongIpam(
      `runtime-${command.toLowerCase()}`,
      `${command} refuses a CNI_CONTAINERID that is set, but empty`,
      refusingEmpty('CNI_CONTAINERID', command),
    ),
  ),
];

function saying(text: string, command: string): Partial<TinyPlugin> {
  return { succeed: (stdout, done) => ({ stdout: done === command ? text : stdout, exitCode: 0 }) };
}

/** libcni sets every variable of the protocol, to nothing where it has no value. */
function refusingEmpty(variable: string, command: string): Partial<TinyPlugin> {
  return {
    checkVariables(environment, required) {
      IPAM.checkVariables(environment, required);
      if (environment.CNI_COMMAND === command && environment[variable] === '')
        throw new Problem(CODES.environment, `${variable} is empty`);
    },
  };
}

function requireAnybodysLease(request: TinyRequest): void {
  const given = listOf(request.prevResult?.ips).map(({ address }) => address);
  if (!allLeases(request).some(({ address }) => given.includes(`${address}/28`)))
    throw new Problem(CODES.own, 'the address is not taken');
}

function markOf(request: TinyRequest): string {
  return join(folderOf(request), '..', 'status-was-called');
}

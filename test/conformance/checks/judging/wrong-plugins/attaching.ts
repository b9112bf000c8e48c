import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allInterfaces,
  attached,
  BRIDGE,
  interfaceIn,
  interfacesOf,
  leaseFor,
  makeInterface,
  requireInterface,
} from '../tiny/bridge.ts';
import { delegate } from '../tiny/delegate.ts';
import { allLeases, folderOf, IPAM, leasesOf, ownerOf, resultOf, takeAddress } from '../tiny/ipam.ts';
import { CODES, Problem } from '../tiny/problem.ts';
import type { TinyPlugin, TinyRequest } from '../tiny/tiny-plugin.ts';
import { type WrongPlugin, wrongBridge, wrongChain, wrongIpam } from './wrong-plugin.ts';

/** Faults of ADD and DEL. */
export const ATTACHING_FAULTS: readonly WrongPlugin[] = [
  wrongBridge('add-interface-name', 'CNI_IFNAME is ignored: it is always eth0', {
    add: (request) => BRIDGE.add({ ...request, ifName: 'eth0' }),
  }),
  wrongBridge('add-interface-sandbox', 'the interface without its sandbox', {
    add: (request) => ({ ...BRIDGE.add(request), interfaces: [{ name: request.ifName }] }),
  }),
  wrongBridge('add-interface-exists', 'an interface of the same name is replaced', {
    add(request) {
      const lease = leaseFor(request);
      makeInterface(request);
      return attached(request, lease);
    },
  }),
  wrongIpam('add-repeated', 'a second ADD gets a second address', {
    add: (request) => resultOf(takeAddress(request)),
  }),
  wrongIpam('add-second-interface', 'one address for a container', {
    add(request) {
      const container = `${request.containerId}/`;
      if (allLeases(request).some(({ owner }) => owner.startsWith(container)))
        throw new Problem(CODES.own, 'the container has an address');
      return IPAM.add(request);
    },
  }),
  wrongBridge('add-prev-result', 'prevResult is ignored in a chain', {
    add: ({ prevResult: _ignored, ...request }) => BRIDGE.add({ ...request, prevResult: undefined }),
  }),
  wrongChain('add-prev-result', 'a chained plugin that answers with its own part alone', {
    add(request) {
      const { routes = [] } = wrongChainResult(request);
      return { routes };
    },
  }),

  wrongBridge('del-undoes', 'the interface stays', { del: (request) => void delegate('DEL', request) }),
  wrongIpam('del-undoes', 'the lease stays', { del() {} }),
  wrongIpam('del-frees-addresses', 'a leaked lease: nobody has it, and nobody gets it', {
    del(request) {
      for (const { path } of leasesOf(request)) truncateSync(path);
    },
  }),
  wrongIpam('del-twice', 'DEL is not idempotent', delOnlyWhatIsThere()),
  wrongIpam('del-never-added', 'DEL fails for a container it does not know', delOnlyWhatIsThere()),
  wrongIpam('del-without-netns', 'DEL wants CNI_NETNS', {
    required: (command) => [...IPAM.required(command), ...(command === 'DEL' ? ['CNI_NETNS'] : [])],
  }),
  wrongBridge('del-netns-gone', 'DEL fails in a namespace without the interface', {
    del(request) {
      if (interfacesOf(request).length > 0 && interfaceIn(request) === undefined)
        throw new Problem(CODES.own, `cannot enter ${request.netns}`);
      BRIDGE.del(request);
    },
  }),
  wrongIpam('del-without-prev-result', 'DEL wants prevResult', {
    del(request) {
      if (request.prevResult === undefined) throw new Problem(CODES.own, 'there is no prevResult');
      IPAM.del(request);
    },
  }),
  wrongIpam('del-missing-files', 'DEL fails when the lease is gone', delOnlyWhatIsThere()),
  wrongBridge('del-missing-interface', 'DEL fails when the interface is gone', {
    del(request) {
      rmSync(requireInterface(request).path);
      delegate('DEL', request);
    },
  }),
  wrongIpam('del-only-its-interface', 'DEL releases everything of the container', {
    del(request) {
      for (const { path, owner } of allLeases(request))
        if (owner.startsWith(`${request.containerId}/`)) rmSync(path);
    },
  }),
  wrongBridge('del-after-failed-add', 'DEL fails where ADD never made the interface', {
    del(request) {
      requireInterface(request);
      BRIDGE.del(request);
    },
  }),
  wrongIpam('del-after-failed-add', 'a failed ADD leaves a file', {
    add(request) {
      try {
        return IPAM.add(request);
      } catch (problem) {
        writeFileSync(join(folderOf(request), `pending-${request.containerId}`), 'pending');
        throw problem;
      }
    },
  }),

  wrongIpam('addresses-unique', 'every container gets the same address', {
    add(request) {
      writeFileSync(join(folderOf(request), request.containerId), ownerOf(request));
      return resultOf('10.9.0.2');
    },
    check() {},
  }),
  wrongIpam('concurrent-add', 'the file of an address is looked for, then written: leases are not safe', {
    add(request) {
      const taken = allLeases(request).map(({ address }) => address);
      const address = ADDRESSES.find((each) => !taken.includes(each)) ?? '';
      sleep(50);
      writeFileSync(join(folderOf(request), address), ownerOf(request));
      return resultOf(address);
    },
  }),
  wrongIpam('concurrent-del', 'DEL fails while another one runs', {
    del: (request) => alone(request, () => IPAM.del(request)),
  }),
  wrongIpam('concurrent-commands', 'CHECK fails while a DEL runs', {
    del: (request) => alone(request, () => IPAM.del(request)),
    check: (request) => alone(request, () => IPAM.check(request)),
  }),
  wrongBridge('del-only-its-interface', 'DEL removes every interface of the container', {
    del(request) {
      for (const { path, owner } of allInterfaces(request))
        if (owner.startsWith(`${request.containerId}/`)) rmSync(path);
      delegate('DEL', request);
    },
  }),
];

const ADDRESSES = Array.from({ length: 12 }, (_, index) => `10.9.0.${index + 2}`);

function delOnlyWhatIsThere(): Partial<TinyPlugin> {
  return {
    del(request) {
      if (leasesOf(request).length === 0) throw new Problem(CODES.own, 'the attachment has no address');
      IPAM.del(request);
    },
  };
}

/** A lock that is not waited for. */
function alone(request: TinyRequest, work: () => void): void {
  const lock = join(folderOf(request), '..', 'busy');
  try {
    writeFileSync(lock, '', { flag: 'wx' });
  } catch {
    throw new Problem(CODES.own, 'another one is at work');
  }
  sleep(50);
  try {
    work();
  } finally {
    rmSync(lock);
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function wrongChainResult({ prevResult = {} }: TinyRequest) {
  return { routes: prevResult.routes };
}

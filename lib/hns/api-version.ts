import { CniError, CniErrorCode } from '../cni/error.ts';
import type { HnsApiVersion } from '../host/host.ts';
import { type Guid, parseGuid } from './guid.ts';

/**
 * The generation of the HNS API an operation uses. Configured: that one. Not configured: what `CNI_NETNS` tells of the
 * runtime: `none` and `container:<id>` come from dockershim, which knows only version 1; everything else, an empty value
 * too, from runtimes with network namespaces. (The Go plugins default to 1, which cannot work under containerd.)
 *
 * @param configured `apiVersion` of the configuration.
 * @throws {CniError} Code 7 when it is neither 1 nor 2.
 */
export function chooseApiVersion(configured: number | undefined, netns: string): HnsApiVersion {
  if (configured === 1 || configured === 2) return configured;
  if (configured === undefined) return isDockershim(netns) ? 1 : 2;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot use "apiVersion": ${configured}`,
    details:
      'Allowed are 2 (network namespaces, containerd) and 1 (docker, older Windows). Leave the key out to have it chosen from CNI_NETNS',
  });
}

/** Tells whether `CNI_NETNS` is in one of the forms of dockershim, the runtime without network namespaces. */
export function isDockershim(netns: string): boolean {
  return netns === 'none' || containerOf(netns) !== undefined;
}

/** The container whose network is shared: the `<id>` of a `CNI_NETNS` such as `container:<id>`. */
export function containerOf(netns: string): string | undefined {
  return netns.startsWith('container:') ? netns.slice('container:'.length) : undefined;
}

/**
 * The namespace `CNI_NETNS` names: its GUID, alone as containerd passes it, or at the end of a path, because cnitool takes
 * namespaces for files and puts its working directory before them.
 */
export function namespaceOf(netns: string): Guid | undefined {
  return parseGuid(netns.slice(Math.max(netns.lastIndexOf('/'), netns.lastIndexOf('\\')) + 1));
}

/**
 * Refuses a `CNI_NETNS` that the chosen API cannot attach an endpoint to.
 *
 * @throws {CniError} Code 8 for version 2 without a namespace GUID, and for version 1 with neither such a GUID nor one of
 * the forms of dockershim.
 */
export function checkNetns(api: HnsApiVersion, netns: string): void {
  const guid = namespaceOf(netns);
  if (api === 2 && guid === undefined) {
    throw new CniError({
      code: CniErrorCode.invalidNetns,
      msg: `Cannot attach to the network namespace "${netns}"`,
      details: 'With "apiVersion" 2 CNI_NETNS has to be the GUID of a namespace; see Get-HnsNamespace',
    });
  }
  if (api === 1 && guid === undefined && !isDockershim(netns)) {
    throw new CniError({
      code: CniErrorCode.invalidNetns,
      msg: `Cannot attach to the network namespace "${netns}" with "apiVersion": 1`,
      details:
        'CNI_NETNS has to be "none" for the sandbox of a pod, "container:<id>" for a container that shares its ' +
        'network, or the GUID of a namespace',
    });
  }
}

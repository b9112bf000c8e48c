import type { HnsApiVersion } from '../../host/host.ts';
import { checkNetns, namespaceOf } from '../api-version.ts';
import type { Endpoint, Sandbox } from '../driver.ts';
import { sameGuid } from '../guid.ts';

/** What says where an endpoint is to be attached. */
export interface SandboxSource {
  readonly api: HnsApiVersion;
  /** `CNI_NETNS` */
  readonly netns: string;
  /** `CNI_CONTAINERID` */
  readonly containerId: string;
}

/**
 * Where an endpoint is to be attached: the namespace in `CNI_NETNS`, or in version 1 of the API the container itself.
 *
 * @throws {CniError} Code 8 when the API cannot attach there; see {@link checkNetns}.
 */
export function requireSandbox({ api, netns, containerId }: SandboxSource): Sandbox {
  checkNetns(api, netns);
  const id = namespaceOf(netns);
  return id === undefined ? { kind: 'container', id: containerId } : { kind: 'namespace', id };
}

/**
 * Everywhere an endpoint is attached, as far as the API can detach it: its namespace, and in version 1 the containers.
 * What version 2 shows of containers is their runtime's business.
 */
export function sandboxesOf(
  { namespaceId, containers = [] }: Endpoint,
  api: HnsApiVersion,
): readonly Sandbox[] {
  if (namespaceId !== undefined) return [{ kind: 'namespace', id: namespaceId }];
  return api === 1 ? containers.map((id) => ({ kind: 'container', id })) : [];
}

/** Tells whether an endpoint is attached there. */
export function isAttachedTo({ namespaceId, containers = [] }: Endpoint, sandbox: Sandbox): boolean {
  if (sandbox.kind === 'namespace') return namespaceId !== undefined && sameGuid(namespaceId, sandbox.id);
  return containers.some((id) => id.toLowerCase() === sandbox.id.toLowerCase());
}

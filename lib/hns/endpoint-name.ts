import type { Attachment } from '../cni/parameters.ts';
import { containerOf } from './api-version.ts';

/** What an endpoint is named after. */
export interface EndpointOwner {
  /** The pod's sandbox: see {@link sandboxIdOf}. */
  readonly sandboxId: string;
  /** Name of the CNI network, which is that of the HNS network. */
  readonly network: string;
  readonly ifName: string;
}

/** The interface every container runtime asks for first, and the only one whose endpoint the Go plugins could tell apart. */
const FIRST_INTERFACE = 'eth0';

/** Identifiers as the protocol allows them (specification section 2): container id, then interface name. */
const CONTAINER_ID = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;
const INTERFACE_NAME = /^[^/:\s]{1,15}$/u;

/** The container of the pod's sandbox: `CNI_CONTAINERID`, or the one that `CNI_NETNS` says the network is shared with. */
export function sandboxIdOf(containerId: string, netns: string): string {
  return containerOf(netns) ?? containerId;
}

/**
 * The name of an attachment's endpoint: `<sandbox>_<network>` for `eth0`, as the Go plugins name every endpoint, and
 * `<sandbox>_<network>_<ifname>` for further interfaces, which would otherwise share one.
 */
export function endpointName(owner: EndpointOwner): string {
  const plain = plainEndpointName(owner);
  return owner.ifName === FIRST_INTERFACE ? plain : `${plain}_${owner.ifName}`;
}

/** The name the Go plugins give the endpoint of any interface. */
export function plainEndpointName({ sandboxId, network }: Omit<EndpointOwner, 'ifName'>): string {
  return `${sandboxId}_${network}`;
}

/**
 * The names that may belong to an attachment in use: its own, and where no endpoint has that one, the name an older plugin
 * may have given it, which is that of `eth0` too.
 *
 * @param present Names of the endpoints that are there.
 */
export function endpointNamesInUse(
  attachments: readonly Attachment[],
  network: string,
  present: readonly string[],
): ReadonlySet<string> {
  const there = new Set(present);
  return new Set(
    attachments.flatMap(({ containerId, ifName }) => {
      const owner = { sandboxId: containerId, network, ifName };
      const own = endpointName(owner);
      return there.has(own) ? [own] : [own, plainEndpointName(owner)];
    }),
  );
}

/**
 * The attachments whose endpoint may have the name, told by its form alone; more than one because container ids and
 * interface names may contain the `_` that joins them. Empty for the host's own: flanneld's `<network>_ep`, and the
 * endpoints kube-proxy makes, which bear no name.
 */
export function endpointOwners(name: string, network: string): readonly Attachment[] {
  if (name === `${network}_ep`) return [];
  const plain = `_${network}`;
  const first = name.endsWith(plain)
    ? [{ containerId: name.slice(0, -plain.length), ifName: FIRST_INTERFACE }]
    : [];
  return [...first, ...furtherOwners(name, `_${network}_`)].filter(
    ({ containerId, ifName }) => CONTAINER_ID.test(containerId) && INTERFACE_NAME.test(ifName),
  );
}

function furtherOwners(name: string, middle: string): readonly Attachment[] {
  const owners: Attachment[] = [];
  for (let at = name.indexOf(middle); at !== -1; at = name.indexOf(middle, at + 1)) {
    owners.push({ containerId: name.slice(0, at), ifName: name.slice(at + middle.length) });
  }
  return owners;
}

/** Tells whether a name has the form of an attachment's endpoint on the network. */
export function isAttachmentEndpointName(name: string, network: string): boolean {
  return endpointOwners(name, network).length > 0;
}

import type { AttachmentRequest } from '../../cni/plugin.ts';
import type { Result } from '../../cni/result.ts';
import { sameAddress } from '../../ip/address.ts';
import { parseCidr } from '../../ip/cidr.ts';
import type { Endpoint, HnsDriver } from '../driver.ts';
import { type EndpointOwner, endpointName, plainEndpointName, sandboxIdOf } from '../endpoint-name.ts';
import { sameGuid } from '../guid.ts';
import type { HnsPluginConfig } from './configuration.ts';

/** What the endpoint of an attachment is named after. */
export function ownerOf({ attachment, config, netns }: AttachmentRequest<HnsPluginConfig>): EndpointOwner {
  return {
    sandboxId: sandboxIdOf(attachment.containerId, netns),
    network: config.name,
    ifName: attachment.ifName,
  };
}

/**
 * The endpoint of an attachment that was made before: by this suite, or by the Go plugins, which name the endpoint of
 * every interface alike. The name they use may by now be that of `eth0`'s endpoint, so for another interface one of that
 * name counts only when the previous result proves that it is this attachment's.
 */
export async function findOwnEndpoint(
  hns: HnsDriver,
  owner: EndpointOwner,
  prevResult: Result | undefined,
): Promise<Endpoint | undefined> {
  const own = await findLocalEndpoint(hns, endpointName(owner));
  const plainName = plainEndpointName(owner);
  if (own !== undefined || prevResult === undefined || plainName === endpointName(owner)) return own;
  const plain = await findLocalEndpoint(hns, plainName);
  return plain !== undefined && isProvenBy(prevResult, plain) ? plain : undefined;
}

/** The endpoint of a name, if it is not another node's. */
export async function findLocalEndpoint(hns: HnsDriver, name: string): Promise<Endpoint | undefined> {
  const endpoint = await hns.findEndpoint(name);
  return endpoint?.isRemote === true ? undefined : endpoint;
}

/**
 * The name of the network an endpoint is on, when it is an attachment's to that network and not to the one it was looked
 * for under. Names of containers, networks and interfaces may contain the `_` that joins them: `a_net_x` is `eth0` of
 * container `a` on `net_x`, and `x` of `a` on `net`. A name with a single `_` can be read in one way only.
 */
export async function otherNetworkOf(
  hns: HnsDriver,
  endpoint: Endpoint,
  network: string,
): Promise<string | undefined> {
  if (endpoint.name.split('_').length <= 2) return undefined;
  const found = (await hns.networks()).find(({ id }) => sameGuid(id, endpoint.networkId));
  return found === undefined || found.name === network ? undefined : found.name;
}

/** By address; by the interface's name, which was the endpoint's, only where a result has no addresses. */
function isProvenBy({ ips = [], interfaces = [] }: Result, endpoint: Endpoint): boolean {
  if (ips.length === 0) return interfaces.some(({ name }) => name === endpoint.name);
  return ips.some((ip) => {
    const cidr = parseCidr(ip.address);
    return cidr !== undefined && endpoint.addresses.some(({ address }) => sameAddress(address, cidr.address));
  });
}

import type { AttachmentRequest } from '../../cni/plugin.ts';
import type { Host } from '../../host/host.ts';
import { chooseApiVersion, containerOf } from '../api-version.ts';
import type { Sandbox } from '../driver.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { NetworkRules } from './network-rules.ts';
import { findOwnEndpoint, otherNetworkOf, ownerOf } from './own-endpoint.ts';
import { removeEndpoint } from './remove-endpoint.ts';

/**
 * DEL: detach, delete, and only then release the address, which is never free while an endpoint holds it. Whatever is
 * gone already (endpoint, network, namespace) is no failure, and does not keep the address. A container that shares
 * another's endpoint is only detached from it.
 *
 * @throws {CniError} The error of HNS, and the address stays leased; or the IPAM plugin's.
 */
export async function detach<Config extends HnsPluginConfig>(
  request: AttachmentRequest<Config>,
  host: Host,
  rules: NetworkRules<Config>,
): Promise<void> {
  const { config, netns, attachment, prevResult, parameters } = request;
  const api = chooseApiVersion(config.apiVersion, netns);
  const hns = await host.hns(api);
  const found = await findOwnEndpoint(hns, ownerOf(request), prevResult);
  const isOwn = found !== undefined && (await otherNetworkOf(hns, found, config.name)) === undefined;
  if (containerOf(netns) !== undefined) {
    // The endpoint and its address are the sandbox container's, whose own DEL removes them.
    const container: Sandbox = { kind: 'container', id: attachment.containerId };
    if (isOwn && api === 1) await hns.detach(found.id, container);
    return;
  }
  if (isOwn) await removeEndpoint(hns, found, api);
  const ipam = rules.ipamConfig(config);
  if (ipam !== undefined) await host.delegates.del(ipam, parameters);
}

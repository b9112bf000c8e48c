import type { AttachmentRequest } from '../../cni/plugin.ts';
import type { Host } from '../../host/host.ts';
import { chooseApiVersion, containerOf } from '../api-version.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { NetworkRules } from './network-rules.ts';
import { findOwnEndpoint, otherNetworkOf, ownerOf } from './own-endpoint.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { unnamedSandbox } from './sandbox.ts';

/**
 * DEL: detach, delete, and only then release the address, which is never free while an endpoint holds it. Whatever is
 * gone already (endpoint, network, namespace) is no failure, and does not keep the address.
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
  const endpoint = await findOwnEndpoint(hns, ownerOf(request), prevResult);
  const sandbox = unnamedSandbox(api, attachment.containerId);
  if (containerOf(netns) !== undefined && sandbox !== undefined) {
    // The endpoint and its address are the sandbox container's, whose own DEL removes them.
    if (endpoint !== undefined) await hns.detach(endpoint.id, sandbox);
    return;
  }
  if (endpoint !== undefined && (await otherNetworkOf(hns, endpoint, config.name)) === undefined) {
    await removeEndpoint(hns, endpoint, sandbox);
  }
  const ipam = rules.ipamConfig(config);
  if (ipam !== undefined) await host.delegates.del(ipam, parameters);
}

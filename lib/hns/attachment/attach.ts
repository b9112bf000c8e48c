import type { AttachmentRequest } from '../../cni/plugin.ts';
import type { Result } from '../../cni/result.ts';
import type { Host } from '../../host/host.ts';
import { containerOf } from '../api-version.ts';
import { endpointName } from '../endpoint-name.ts';
import { attachAnew } from './attach-anew.ts';
import type { HnsPluginConfig } from './configuration.ts';
import { judgeExisting } from './existing-endpoint.ts';
import { locate } from './locate.ts';
import type { NetworkRules } from './network-rules.ts';
import { findLocalEndpoint, ownerOf } from './own-endpoint.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { requireFreeInterface } from './require-free-interface.ts';
import { answerExisting, shareEndpoint } from './share.ts';
import { withPrevious } from './with-previous.ts';

/**
 * ADD: lease, endpoint, attach. A failure takes back what was done, in the opposite order. A repeated ADD answers the
 * attachment it finds; leftovers of one that was cut short are removed first. A container that shares the network of
 * another takes nothing but a share of its endpoint.
 *
 * @throws {CniError} 7 and 8 for what cannot be understood, 101 and 102 for the network, 104 and 105 for what the node
 * cannot do, and the errors of HNS and of the IPAM plugin.
 */
export async function attach<Config extends HnsPluginConfig>(
  request: AttachmentRequest<Config>,
  host: Host,
  rules: NetworkRules<Config>,
): Promise<Result> {
  return withPrevious(request.prevResult, await attachOnly(request, host, rules));
}

async function attachOnly<Config extends HnsPluginConfig>(
  request: AttachmentRequest<Config>,
  host: Host,
  rules: NetworkRules<Config>,
): Promise<Result> {
  const { config, netns, attachment } = request;
  const location = await locate(request, host, rules);
  const { hns, api, network, sandbox } = location;
  const name = endpointName(ownerOf(request));
  const ipam = rules.ipamConfig(config);
  const attaching = { ...location, request, rules, host, name, ipam };
  const existing = await findLocalEndpoint(hns, name);
  if (containerOf(netns) !== undefined) return await shareEndpoint(attaching, existing);
  if (existing !== undefined) {
    const verdict = await judgeExisting(hns, existing, network, sandbox);
    if (verdict === 'answer') return await answerExisting(attaching, existing);
    await removeEndpoint(hns, existing, api);
    // Its lease may be kept under this attachment too: IPAM plugins refuse a second one.
    if (ipam !== undefined) await host.delegates.del(ipam, request.parameters);
  }
  await requireFreeInterface(hns, network, sandbox, attachment);
  return await attachAnew(attaching);
}

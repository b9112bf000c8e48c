import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { AttachmentRequest } from '../../cni/plugin.ts';
import type { Result } from '../../cni/result.ts';
import type { Host } from '../../host/host.ts';
import { containerOf } from '../api-version.ts';
import type { Endpoint } from '../driver.ts';
import { type EndpointOwner, endpointName } from '../endpoint-name.ts';
import type { HnsPluginConfig } from './configuration.ts';
import { differences, type Expected } from './differences.ts';
import { locate } from './locate.ts';
import type { NetworkRules } from './network-rules.ts';
import { findOwnEndpoint, ownerOf } from './own-endpoint.ts';
import { askVersion, planPolicies } from './plan-endpoint.ts';
import { endpointDns } from './settings.ts';

/**
 * CHECK: the endpoint is as ADD left it (network, namespace or container, addresses, default routes, DNS, policies, MAC address), and
 * the IPAM plugin still holds its addresses.
 *
 * @throws {CniError} Code 7 without `prevResult`, 106 with every difference found, and the errors of HNS and the IPAM plugin.
 */
export async function check<Config extends HnsPluginConfig>(
  request: AttachmentRequest<Config>,
  host: Host,
  rules: NetworkRules<Config>,
): Promise<void> {
  const { config, netns, attachment, parameters } = request;
  const prevResult = requirePrevResult(request);
  const { settings, api, sandbox, hns, network } = await locate(request, host, rules);
  const owner = ownerOf(request);
  const endpoint = await findOwnEndpoint(hns, owner, prevResult);
  if (endpoint === undefined) throw missing(owner);
  const ipam = rules.ipamConfig(config);
  // ADD without an IPAM plugin knows no address when it plans the policies.
  const addresses = ipam === undefined ? [] : endpoint.addresses;
  const version = await askVersion(hns, config, addresses);
  const expected: Expected = {
    api,
    networkId: network.id,
    sandbox,
    prevResult,
    ifName: attachment.ifName,
    dns: endpointDns(config),
    policies: planPolicies({ api, config, settings, network, addresses, version }, rules),
  };
  const found = differences(expected, endpoint);
  if (found.length > 0) throw mismatch(endpoint, found);
  // A shared endpoint's addresses are leased to the sandbox it belongs to.
  if (ipam !== undefined && containerOf(netns) === undefined) await host.delegates.check(ipam, parameters);
}

function requirePrevResult({ prevResult, config }: AttachmentRequest<HnsPluginConfig>): Result {
  if (prevResult !== undefined) return prevResult;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot check the attachment to network "${config.name}" without "prevResult"`,
    details:
      'The runtime has to put the result of ADD into the configuration (specification section 2, CHECK)',
  });
}

function missing(owner: EndpointOwner): CniError {
  const name = endpointName(owner);
  return new CniError({
    code: CniErrorCode.attachmentMismatch,
    msg: `Endpoint "${name}" is gone`,
    details: `No endpoint of that name is on this node (see Get-HnsEndpoint). Restart the pod to attach it anew`,
  });
}

function mismatch({ name, id }: Endpoint, found: readonly string[]): CniError {
  return new CniError({
    code: CniErrorCode.attachmentMismatch,
    msg: `Endpoint "${name}" (${id}) is not as it was made`,
    details: `${found.join('; ')}. Restart the pod to attach it anew`,
  });
}

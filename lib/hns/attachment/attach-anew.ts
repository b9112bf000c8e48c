import type { AttachmentRequest } from '../../cni/plugin.ts';
import type { Result } from '../../cni/result.ts';
import type { Delegate } from '../../delegate/delegates.ts';
import type { Host } from '../../host/host.ts';
import type { Endpoint, EndpointRequest } from '../driver.ts';
import type { HnsPluginConfig } from './configuration.ts';
import { readLease, takeLease } from './lease.ts';
import type { Location } from './locate.ts';
import type { NetworkRules } from './network-rules.ts';
import { askVersion, checkFamilies, planPolicies, warnOfLoopback } from './plan-endpoint.ts';
import { addressesAndRoutesOf, attachmentResult } from './result.ts';
import { planRouting, type Routing } from './routing.ts';
import { type UndoStep, undo } from './undo.ts';

/** Everything an ADD works with, once the network is found. */
export interface Attaching<Config extends HnsPluginConfig> extends Location {
  readonly request: AttachmentRequest<Config>;
  readonly rules: NetworkRules<Config>;
  readonly host: Host;
  /** Name of the endpoint. */
  readonly name: string;
  readonly ipam: Delegate | undefined;
}

/** ADD of an attachment that has no endpoint: lease, endpoint, attach. A failure takes back what was done. */
export async function attachAnew<Config extends HnsPluginConfig>(
  attaching: Attaching<Config>,
): Promise<Result> {
  const { request, network, settings } = attaching;
  const undoSteps: UndoStep[] = [];
  try {
    const routing = await lease(attaching, undoSteps);
    const endpointRequest = await planEndpoint(attaching, routing);
    const endpoint = await createAndAttach(attaching, endpointRequest, undoSteps);
    const addressed = routing && { addresses: routing.addresses, routes: routing.resultRoutes };
    return attachmentResult({
      ifName: request.attachment.ifName,
      netns: request.netns,
      macAddress: endpoint.macAddress,
      ...(addressed ?? addressesAndRoutesOf(endpoint, network)),
      dns: settings.dns,
    });
  } catch (failure) {
    throw await undo(failure, undoSteps);
  }
}

async function lease<Config extends HnsPluginConfig>(
  { request: { parameters }, rules, host, network, ipam }: Attaching<Config>,
  undoSteps: UndoStep[],
): Promise<Routing | undefined> {
  if (ipam === undefined) return undefined;
  const leased = await takeLease(host.delegates, ipam, parameters);
  undoSteps.unshift({
    what: 'release the address',
    run: () => host.delegates.del(ipam, parameters),
  });
  return planRouting(readLease(leased, ipam.type), (address) => rules.gateway(address, network));
}

async function planEndpoint<Config extends HnsPluginConfig>(
  { request: { config }, rules, host, api, hns, settings, network, name }: Attaching<Config>,
  routing: Routing | undefined,
): Promise<EndpointRequest> {
  const addresses = routing?.addresses.map(({ cidr }) => cidr) ?? [];
  const version = await askVersion(hns, config, addresses);
  checkFamilies(addresses, version);
  const context = { api, config, settings, network, addresses, version };
  warnOfLoopback(context, host.log);
  const macAddress = rules.macAddress(config, addresses);
  return {
    name,
    networkId: network.id,
    addresses,
    routes: routing?.routes ?? [],
    dns: settings.dns,
    policies: planPolicies(context, rules),
    ...(macAddress !== undefined && { macAddress }),
  };
}

async function createAndAttach<Config extends HnsPluginConfig>(
  { hns, sandbox }: Attaching<Config>,
  request: EndpointRequest,
  undoSteps: UndoStep[],
): Promise<Endpoint> {
  const endpoint = await hns.createEndpoint(request);
  undoSteps.unshift(
    { what: `detach endpoint ${endpoint.id}`, run: () => hns.detach(endpoint.id, sandbox) },
    { what: `delete endpoint ${endpoint.id}`, run: () => hns.deleteEndpoint(endpoint.id) },
  );
  await hns.attach(endpoint.id, sandbox);
  return endpoint;
}

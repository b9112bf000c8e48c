import type { PolicyContext } from '../../lib/hns/attachment/network-rules.ts';
import { isNetworkType } from '../../lib/hns/driver.ts';
import { type EndpointPolicy, NatFlags } from '../../lib/hns/policies/endpoint-policy.ts';
import { withExceptions } from '../../lib/hns/policies/out-bound-nat.ts';
import { withPortMappings } from '../../lib/hns/policies/port-mappings.ts';
import type { WinBridgeConfig } from './config.ts';

/**
 * The policies of an endpoint on a bridge: the configured ones, no translation of traffic within the cluster, the port
 * mappings. `ipMasqNetwork` alone is enough, as for the Go plugin, unless `ipMasq` says no.
 */
export function bridgePolicies({
  api,
  config,
  settings,
  network,
  families,
}: PolicyContext<WinBridgeConfig>): readonly EndpointPolicy[] {
  const exceptions = config.ipMasq === false ? [] : settings.masqueradeNetworks;
  const policies = withExceptions(settings.policies, { families, targets: exceptions });
  // Only with this flag does a mapped port answer on the node's own address (microsoft/Windows-Containers#360);
  // version 1 of the API has none.
  const flags = api === 2 && isNetworkType(network, 'L2Bridge') ? NatFlags.localRoutedVip : NatFlags.none;
  return withPortMappings(policies, settings.ports, { families, flags });
}

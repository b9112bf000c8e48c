import type { PolicyContext } from '../../lib/hns/attachment/network-rules.ts';
import { type EndpointPolicy, NatFlags } from '../../lib/hns/policies/endpoint-policy.ts';
import { withExceptions } from '../../lib/hns/policies/out-bound-nat.ts';
import { withPortMappings } from '../../lib/hns/policies/port-mappings.ts';
import { withProviderAddress } from '../../lib/hns/policies/provider-address.ts';
import { networkOf } from '../../lib/ip/cidr.ts';
import type { WinOverlayConfig } from './config.ts';

/**
 * The policies of an endpoint on an overlay: the configured ones, translation of traffic that leaves the cluster if
 * `ipMasq` asks for it, the port mappings, and the node's address for encapsulation.
 */
export function overlayPolicies({
  config,
  settings,
  network,
  families,
}: PolicyContext<WinOverlayConfig>): readonly EndpointPolicy[] {
  const own = network.subnets.map(({ prefix }) => networkOf(prefix));
  const exceptions = config.ipMasq === true ? [...settings.masqueradeNetworks, ...own] : [];
  const translated = withExceptions(settings.policies, { families, targets: exceptions });
  const mapped = withPortMappings(translated, settings.ports, { families, flags: NatFlags.none });
  const { managementAddress } = network;
  return managementAddress === undefined ? mapped : withProviderAddress(mapped, managementAddress);
}

import { formatAddress, type IpAddress } from '../../ip/address.ts';
import type { EndpointPolicy } from './endpoint-policy.ts';

/** Gives the endpoint the node's address for encapsulated packets, unless the configuration has done so. */
export function withProviderAddress(
  policies: readonly EndpointPolicy[],
  address: IpAddress,
): readonly EndpointPolicy[] {
  if (policies.some(({ Type }) => Type === 'ProviderAddress')) return policies;
  return [...policies, { Type: 'ProviderAddress', Settings: { ProviderAddress: formatAddress(address) } }];
}

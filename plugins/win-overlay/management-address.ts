import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { Network } from '../../lib/hns/driver.ts';
import { configuredPolicies } from '../../lib/hns/policies/configured-policies.ts';
import type { WinOverlayConfig } from './config.ts';

/**
 * Refuses an overlay whose management address HNS has not filled in yet: encapsulated packets carry it. A configured
 * ProviderAddress policy stands for it.
 *
 * @throws {CniError} Code 11: it comes some time after the network was made.
 */
export function requireManagementAddress(network: Network, config: WinOverlayConfig): void {
  if (network.managementAddress !== undefined) return;
  if (configuredPolicies(config.policies).some(({ Type }) => Type === 'ProviderAddress')) return;
  throw new CniError({
    code: CniErrorCode.tryAgainLater,
    msg: `Cannot attach to HNS network "${network.name}" yet: it has no management address`,
    details:
      'HNS fills it in some time after flanneld has made the network. If it stays away, check that the network ' +
      'adapter flanneld uses is up and has an IPv4 address (see Get-HnsNetwork, ManagementIP)',
  });
}

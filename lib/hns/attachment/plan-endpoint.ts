import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { HnsApiVersion } from '../../host/host.ts';
import type { Log } from '../../host/log.ts';
import type { IpFamily } from '../../ip/address.ts';
import { type Cidr, formatCidr } from '../../ip/cidr.ts';
import type { HnsDriver, Network } from '../driver.ts';
import type { EndpointPolicy } from '../policies/endpoint-policy.ts';
import { withDestinations } from '../policies/out-bound-nat.ts';
import { type HnsVersion, supports, versionsWith } from '../version.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { NetworkRules } from './network-rules.ts';
import type { EndpointSettings } from './settings.ts';

/** What an endpoint is planned from. */
export interface EndpointContext<Config> {
  readonly api: HnsApiVersion;
  readonly config: Config;
  readonly settings: EndpointSettings;
  readonly network: Network;
  /** The leased addresses; none when HNS picks one. */
  readonly addresses: readonly Cidr[];
  /** Present where {@link askVersion} finds that the plan depends on it. */
  readonly version: HnsVersion | undefined;
}

/** Asks HNS for its version only where the endpoint depends on it: every call costs a pod start time. */
export async function askVersion(
  hns: HnsDriver,
  { loopbackDSR }: HnsPluginConfig,
  addresses: readonly Cidr[],
): Promise<HnsVersion | undefined> {
  const dependent = loopbackDSR === true || addresses.some(({ address }) => address.family === 6);
  return dependent ? await hns.version() : undefined;
}

/** @throws {CniError} Code 104 when HNS is too old for the IPv6 addresses among those given. */
export function checkFamilies(addresses: readonly Cidr[], version: HnsVersion | undefined): void {
  const ipv6 = addresses.find(({ address }) => address.family === 6);
  if (ipv6 === undefined || version === undefined || supports(version, 'dualStack')) return;
  throw new CniError({
    code: CniErrorCode.hnsUnsupported,
    msg: `Cannot use IPv6 address ${formatCidr(ipv6)}: the Host Networking Service of this node is too old`,
    details:
      `It has version ${version.Major}.${version.Minor}; IPv6 needs ${versionsWith('dualStack')}. ` +
      'Update Windows or take the IPv6 ranges out of the IPAM configuration',
  });
}

/** The policies of an endpoint: what the network's rules say, and `loopbackDSR`, which is the same on every network. */
export function planPolicies<Config extends HnsPluginConfig>(
  context: EndpointContext<Config>,
  rules: NetworkRules<Config>,
): readonly EndpointPolicy[] {
  const families = familiesOf(context);
  const policies = rules.policies({ ...context, families });
  return loopback(context) === 'on'
    ? withDestinations(policies, { families, targets: context.addresses })
    : policies;
}

/** Tells an operator that `loopbackDSR` is configured but cannot be done here. */
export function warnOfLoopback<Config extends HnsPluginConfig>(
  context: EndpointContext<Config>,
  log: Log,
): void {
  const reason = loopback(context);
  if (reason === 'on' || reason === 'off') return;
  log.warn('loopbackDSR left out', { network: context.network.name, reason });
}

function loopback({ config, addresses, version }: EndpointContext<HnsPluginConfig>): string {
  if (config.loopbackDSR !== true) return 'off';
  if (addresses.length === 0)
    return 'it needs the address before the endpoint is made, and no IPAM plugin gives one';
  if (version === undefined || supports(version, 'dsr')) return 'on';
  return `HNS has version ${version.Major}.${version.Minor}; it needs ${versionsWith('dsr')}`;
}

/** Without leased addresses HNS picks one of the network's first subnet. */
function familiesOf({ addresses, network }: EndpointContext<HnsPluginConfig>): readonly IpFamily[] {
  if (addresses.length > 0) return [...new Set(addresses.map(({ address }) => address.family))];
  return [network.subnets[0]?.prefix.address.family ?? 4];
}

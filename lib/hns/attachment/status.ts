import { CniError, CniErrorCode, toCniError } from '../../cni/error.ts';
import type { Request } from '../../cni/plugin.ts';
import type { Host } from '../../host/host.ts';
import { chooseApiVersion } from '../api-version.ts';
import { requireApi } from '../require-api.ts';
import { requireNetwork } from '../require-network.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { NetworkRules } from './network-rules.ts';
import { readEndpointSettings } from './settings.ts';

/**
 * STATUS: everything ADD needs before it changes anything: a configuration that can be understood, an HNS that is
 * new enough, the network, and an IPAM plugin that has addresses.
 *
 * @throws {CniError} Code 50 with the reason; a code for STATUS that the IPAM plugin chose is kept.
 */
export async function reportStatus<Config extends HnsPluginConfig>(
  { config, parameters }: Request<Config>,
  host: Host,
  rules: NetworkRules<Config>,
): Promise<void> {
  try {
    rules.checkConfig(config);
    readEndpointSettings(config);
    const api = chooseApiVersion(config.apiVersion, '');
    const hns = await host.hns(api);
    await requireApi(hns, api);
    rules.checkNetwork(await requireNetwork(hns, config.name, rules.networkTypes), config);
    const ipam = rules.ipamConfig(config);
    if (ipam !== undefined) await host.delegates.status(ipam, parameters);
  } catch (thrown) {
    throw notAvailable(config.name, toCniError(thrown));
  }
}

function notAvailable(network: string, cause: CniError): CniError {
  const { code, message, details } = cause;
  if (code === CniErrorCode.notAvailable || code === CniErrorCode.notAvailableDegraded) return cause;
  return new CniError({
    code: CniErrorCode.notAvailable,
    msg: `Cannot attach containers to network "${network}": ${message}`,
    details,
    cause,
  });
}

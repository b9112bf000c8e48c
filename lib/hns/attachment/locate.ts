import type { AttachmentRequest } from '../../cni/plugin.ts';
import type { HnsApiVersion, Host } from '../../host/host.ts';
import { chooseApiVersion } from '../api-version.ts';
import type { HnsDriver, Network, Sandbox } from '../driver.ts';
import { blamingOldHns } from '../require-api.ts';
import { requireNetwork } from '../require-network.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { NetworkRules } from './network-rules.ts';
import { requireSandbox } from './sandbox.ts';
import { type EndpointSettings, readEndpointSettings } from './settings.ts';

/** Where the endpoint of an attachment belongs, and what its configuration says of it. */
export interface Location {
  readonly settings: EndpointSettings;
  readonly api: HnsApiVersion;
  readonly sandbox: Sandbox;
  readonly hns: HnsDriver;
  readonly network: Network;
}

/**
 * What ADD and CHECK find out before they look for the endpoint.
 *
 * @throws {CniError} 7 and 8 for what cannot be understood, 101 and 102 for the network, 104 for an HNS that is too old, and
 * the errors of HNS.
 */
export async function locate<Config extends HnsPluginConfig>(
  { config, netns, attachment }: AttachmentRequest<Config>,
  host: Host,
  rules: NetworkRules<Config>,
): Promise<Location> {
  rules.checkConfig(config);
  const settings = readEndpointSettings(config);
  const api = chooseApiVersion(config.apiVersion, netns);
  const sandbox = requireSandbox({ api, netns, containerId: attachment.containerId });
  const hns = await host.hns(api);
  const network = await requireNetwork(hns, config.name, rules.networkTypes).catch(blamingOldHns(hns, api));
  rules.checkNetwork(network, config);
  return { settings, api, sandbox, hns, network };
}

import { CniError } from '../../lib/cni/error.ts';
import { isNetworkType } from '../../lib/hns/driver.ts';
import type { Host } from '../../lib/host/host.ts';
import { checkDelegate, type FlannelConfig, subnetFileOf } from './config.ts';
import { type DelegateConfig, delegateConfig } from './delegate-config.ts';
import { readSubnetEnv, subnetEnvIfReadable } from './read-subnet-env.ts';
import type { SubnetEnv } from './subnet-env.ts';

/**
 * The configuration of the delegate for a new attachment.
 *
 * @throws {CniError} What flanneld's file lacks (11, 130), or what is wrong with `delegate` (7).
 */
export async function buildDelegateConfig(config: FlannelConfig, host: Host): Promise<DelegateConfig> {
  checkDelegate(config);
  const env = await readSubnetEnv(subnetFileOf(config), host.files, { whenMissing: true });
  return await merge(config, env, host);
}

/** The configuration of the delegate for cleaning up, which must go on without flanneld's file. */
export async function rebuildDelegateConfig(config: FlannelConfig, host: Host): Promise<DelegateConfig> {
  checkDelegate(config);
  return await merge(config, subnetEnvIfReadable(subnetFileOf(config), host.files), host);
}

/**
 * The configuration of the delegate for STATUS, which tells at once when flanneld has not written its file.
 *
 * @throws {CniError} As {@link buildDelegateConfig}.
 */
export async function currentDelegateConfig(config: FlannelConfig, host: Host): Promise<DelegateConfig> {
  checkDelegate(config);
  const env = await readSubnetEnv(subnetFileOf(config), host.files, { whenMissing: false });
  return await merge(config, env, host);
}

async function merge(config: FlannelConfig, env: SubnetEnv | undefined, host: Host): Promise<DelegateConfig> {
  const asked = typeof config.delegate?.type === 'string';
  const defaultType = asked ? '' : await typeForNetwork(config.name, host);
  return delegateConfig({ config, env, defaultType });
}

/** The plugin that serves the type of HNS network flanneld made; the reference's default where that cannot be told. */
async function typeForNetwork(name: string, host: Host): Promise<string> {
  try {
    const network = await (await host.hns(2)).findNetwork(name);
    return network && isNetworkType(network, 'Overlay') ? 'win-overlay' : 'win-bridge';
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    return 'win-bridge'; // it asks HNS again, and reports what is wrong with it
  }
}

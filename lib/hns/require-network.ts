import { CniError, CniErrorCode } from '../cni/error.ts';
import { type HnsDriver, isNetworkType, type Network } from './driver.ts';

/**
 * The HNS network of a CNI network: the one of the same name.
 *
 * @param types The network types the plugin serves, in any letter case.
 * @throws {CniError} Code 101 when no network has the name, with those that are there; 102 when its type is another.
 */
export async function requireNetwork(
  hns: HnsDriver,
  name: string,
  types: readonly string[],
): Promise<Network> {
  const network = await hns.findNetwork(name);
  if (network === undefined) throw missingNetwork(name, await hns.networks());
  if (!isNetworkType(network, ...types)) throw wrongType(network, types);
  return network;
}

function missingNetwork(name: string, present: readonly Network[]): CniError {
  const names = present.map((network) => `"${network.name}" (${network.type})`).join(', ');
  return new CniError({
    code: CniErrorCode.hnsNetworkMissing,
    msg: `Cannot attach to HNS network "${name}": no network has that name`,
    details:
      `Networks on this node: ${names === '' ? 'none' : names}. ` +
      'Check that flanneld is running on this node and that "name" in the CNI configuration is the name of its network',
  });
}

function wrongType(network: Network, types: readonly string[]): CniError {
  return new CniError({
    code: CniErrorCode.hnsNetworkType,
    msg: `Cannot attach to HNS network "${network.name}": its type is ${network.type}`,
    details:
      `This plugin serves ${types.join(' and ')}. ` +
      'win-bridge is the plugin for L2Bridge and L2Tunnel networks, win-overlay for Overlay networks',
  });
}

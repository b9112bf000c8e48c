import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { checkContainerId, checkInterfaceName, checkNetworkName } from '../../lib/cni/identifiers.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';

/**
 * Refuses names that plugins would refuse, or that would leave the folder of the result cache, in libcni's order.
 *
 * @throws {CniError} Code 3 or 4 for the container id, 7 for the network's name, 4 for the interface.
 */
export function checkNames(networkName: string, { containerId, ifName }: Attachment): void {
  if (containerId === '') {
    throw new CniError({ code: CniErrorCode.unknownContainer, msg: 'missing containerID' });
  }
  checkContainerId(containerId);
  checkNetworkName(networkName);
  if (ifName === '')
    throw new CniError({ code: CniErrorCode.invalidEnvironment, msg: 'interface name is empty' });
  checkInterfaceName(ifName);
}

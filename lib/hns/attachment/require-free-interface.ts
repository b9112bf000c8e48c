import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { Attachment } from '../../cni/parameters.ts';
import type { HnsDriver, Network, Sandbox } from '../driver.ts';
import { endpointOwners } from '../endpoint-name.ts';
import { sameGuid } from '../guid.ts';

/**
 * Refuses an interface that the sandbox has already: ADD of a name that is taken has to fail (specification section 2, ADD).
 * HNS knows no interface names, but endpoints are named after them. A container of version 1 is no namespace, and those that
 * share one are told apart before this.
 *
 * @throws {CniError} Code 105 naming the endpoint that has it.
 */
export async function requireFreeInterface(
  hns: HnsDriver,
  network: Network,
  sandbox: Sandbox,
  { containerId, ifName }: Attachment,
): Promise<void> {
  if (sandbox.kind === 'container') return;
  const held = (await hns.endpointsIn(sandbox.id)).find(
    ({ name, networkId, isRemote }) =>
      !isRemote &&
      sameGuid(networkId, network.id) &&
      endpointOwners(name, network.name).some(
        (owner) => owner.ifName === ifName && owner.containerId !== containerId,
      ),
  );
  if (held === undefined) return;
  throw new CniError({
    code: CniErrorCode.attachmentConflict,
    msg: `Cannot attach "${ifName}" to namespace ${sandbox.id}: it has an interface of that name on network "${network.name}"`,
    details: `HNS endpoint "${held.name}" (${held.id}) of another container. Run DEL for that container first, or ask for another interface name`,
  });
}

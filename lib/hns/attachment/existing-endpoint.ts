import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { Endpoint, HnsDriver, Network, Sandbox } from '../driver.ts';
import { sameGuid } from '../guid.ts';
import { otherNetworkOf } from './own-endpoint.ts';

/**
 * What ADD does with an endpoint that has the name of its own already: it is the answer, because this is a repeated ADD;
 * or it is left from an ADD that was cut short, or from before the network was made anew.
 */
export type ExistingEndpoint = 'answer' | 'leftover';

/**
 * Judges an endpoint of the name an ADD is about to use.
 *
 * @throws {CniError} Code 105 when a live pod or another network has it.
 */
export async function judgeExisting(
  hns: HnsDriver,
  endpoint: Endpoint,
  network: Network,
  sandbox: Sandbox,
): Promise<ExistingEndpoint> {
  if (!sameGuid(endpoint.networkId, network.id)) {
    const other = await otherNetworkOf(hns, endpoint, network.name);
    if (other !== undefined) throw conflict(endpoint, `is on network "${other}"`);
    return 'leftover';
  }
  // Containers share endpoints in version 1, and attaching twice is no failure.
  if (sandbox.kind === 'container') return 'answer';
  if (endpoint.namespaceId === undefined) return 'leftover';
  if (sameGuid(endpoint.namespaceId, sandbox.id)) return 'answer';
  if (await hns.namespaceExists(endpoint.namespaceId)) {
    throw conflict(endpoint, `is attached to namespace ${endpoint.namespaceId}, this pod's is ${sandbox.id}`);
  }
  return 'leftover';
}

function conflict({ name, id }: Endpoint, reason: string): CniError {
  return new CniError({
    code: CniErrorCode.attachmentConflict,
    msg: `Cannot use endpoint name "${name}": another endpoint has it`,
    details: `Endpoint ${id} ${reason}. If its pod is gone, run DEL for it or remove it with Remove-HnsEndpoint`,
  });
}

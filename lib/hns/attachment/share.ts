import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { Result } from '../../cni/result.ts';
import type { Endpoint } from '../driver.ts';
import { sameGuid } from '../guid.ts';
import { MissingContainer } from '../missing-container.ts';
import type { Attaching } from './attach-anew.ts';
import type { HnsPluginConfig } from './configuration.ts';
import { addressesAndRoutesOf, attachmentResult } from './result.ts';
import { isAttachedTo } from './sandbox.ts';
import { undo } from './undo.ts';

/**
 * ADD of a container that shares the network of a pod's sandbox (`CNI_NETNS` is `container:<id>`, which dockershim
 * writes): the sandbox's endpoint is attached to it too. Endpoint and address stay the sandbox's.
 *
 * @throws {CniError} Code 8 when the sandbox has no endpoint on the network.
 */
export async function shareEndpoint<Config extends HnsPluginConfig>(
  attaching: Attaching<Config>,
  endpoint: Endpoint | undefined,
): Promise<Result> {
  const { hns, network, sandbox, name } = attaching;
  if (endpoint === undefined) throw unshared(attaching, `No endpoint is named "${name}"`);
  if (!sameGuid(endpoint.networkId, network.id)) {
    throw unshared(attaching, `Endpoint "${name}" is on another network (${endpoint.networkId})`);
  }
  try {
    return await answerExisting(attaching, endpoint);
  } catch (failure) {
    if (isAttachedTo(endpoint, sandbox)) throw failure; // it was before, and a repeated ADD takes nothing away
    const what = `detach endpoint ${endpoint.id}`;
    throw await undo(failure, [{ what, run: () => hns.detach(endpoint.id, sandbox) }]);
  }
}

/**
 * The result for an endpoint that is there already. In version 1 it is attached to the container first, unless that has
 * ended: dockershim repeats ADD to learn the addresses.
 */
export async function answerExisting<Config extends HnsPluginConfig>(
  { request, settings, hns, network, sandbox }: Attaching<Config>,
  endpoint: Endpoint,
): Promise<Result> {
  if (sandbox.kind === 'container') {
    await hns.attach(endpoint.id, sandbox).catch((thrown: unknown) => {
      if (!(thrown instanceof MissingContainer)) throw thrown;
    });
  }
  return attachmentResult({
    ifName: request.attachment.ifName,
    netns: request.netns,
    macAddress: endpoint.macAddress,
    ...addressesAndRoutesOf(endpoint, network),
    dns: settings.dns,
  });
}

function unshared<Config extends HnsPluginConfig>({ request }: Attaching<Config>, found: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidNetns,
    msg: `Cannot share the network of "${request.netns}": that container has no endpoint on this network`,
    details: `${found}. Run ADD for that container first`,
  });
}

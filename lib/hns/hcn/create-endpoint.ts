import { toCniError } from '../../cni/error.ts';
import type { Endpoint, EndpointRequest } from '../driver.ts';
import type { Guid } from '../guid.ts';
import { isRefusal } from '../hresult-class.ts';
import type { HcnApi, HcnHandle } from './api.ts';
import { type CallContext, outcomeOf, requireSuccess, requireValue } from './calls.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { endpointSettings } from './documents.ts';
import { closing } from './handles.ts';
import { newGuid } from './new-guid.ts';
import { DEFAULT_QUERY } from './query.ts';
import { readEndpoint } from './read-endpoint.ts';
import { readObject } from './read-json.ts';

/**
 * Creates an endpoint and reads it back. The ID is chosen here and not left to HNS (HcnCreateEndpoint takes either), so
 * that whatever fails, even the connection in the middle of the call, the endpoint can be named and removed again.
 *
 * @throws {CniError} When HNS refuses; nothing remains then.
 */
export async function createEndpoint(api: HcnApi, request: EndpointRequest): Promise<Endpoint> {
  const attempted = `create HNS endpoint "${request.name}" on network ${request.networkId}`;
  const network = requireValue(await api.HcnOpenNetwork(request.networkId), {
    attempted,
    call: 'HcnOpenNetwork',
  });
  return closing(
    network,
    (handle) => api.HcnCloseNetwork(handle),
    async () => {
      const id = newGuid();
      const sent = endpointSettings(request);
      const create: CallContext = { attempted, call: 'HcnCreateEndpoint', sent };
      const reply = await removingOnFailure(api, id, () => api.HcnCreateEndpoint(network, id, sent));
      if (isRefusal(outcomeOf(reply))) requireSuccess(reply, create);
      return removingOnFailure(api, id, async () => readBack(api, requireValue(reply, create), attempted));
    },
  );
}

async function readBack(api: HcnApi, endpoint: HcnHandle, attempted: string): Promise<Endpoint> {
  return closing(
    endpoint,
    (handle) => api.HcnCloseEndpoint(handle),
    async () => {
      const call = 'HcnQueryEndpointProperties';
      const json = requireValue(await api.HcnQueryEndpointProperties(endpoint, DEFAULT_QUERY), {
        attempted,
        call,
      });
      return readEndpoint(readObject(json, call));
    },
  );
}

async function removingOnFailure<Value>(api: HcnApi, id: Guid, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (thrown) {
    const first = toCniError(thrown);
    const second = await deleteEndpoint(api, id).then(() => undefined, toCniError);
    throw second === undefined
      ? first
      : first.withDetails(`Removing endpoint ${id} again failed too: ${second.message}. ${second.details}`);
  }
}

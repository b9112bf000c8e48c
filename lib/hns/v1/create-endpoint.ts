import { toCniError } from '../../cni/error.ts';
import { isJsonObject } from '../../cni/json.ts';
import type { Endpoint, EndpointRequest } from '../driver.ts';
import { sameGuid } from '../guid.ts';
import type { HcnApi } from '../hcn/api.ts';
import { unreadable } from '../hcn/read-json.ts';
import { isRefusal } from '../hresult-class.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { v1EndpointDocument } from './endpoint-document.ts';
import { endpointsNamed } from './find-endpoint.ts';
import { readV1Endpoint } from './read-endpoint.ts';
import { requireDone, requireOutput, send, type V1Request } from './request.ts';

/**
 * Creates an endpoint; the answer shows what HNS filled in. Version 1 chooses the ID itself, so what is left of a failure
 * is found by name and network: the caller has made sure that no endpoint had the name before.
 *
 * @throws {CniError} When HNS refuses; nothing remains then.
 */
export async function createEndpoint(api: HcnApi, endpoint: EndpointRequest): Promise<Endpoint> {
  const request: V1Request = {
    attempted: `create HNS endpoint "${endpoint.name}" on network ${endpoint.networkId}`,
    method: 'POST',
    path: '/endpoints/',
    body: v1EndpointDocument(endpoint),
  };
  const answer = await removingOnFailure(api, endpoint, () => send(api, request));
  if (isRefusal(answer.hresult)) requireDone(answer, request);
  return removingOnFailure(api, endpoint, async () => readAnswer(requireOutput(answer, request)));
}

function readAnswer(output: unknown): Endpoint {
  if (isJsonObject(output)) return readV1Endpoint(output);
  throw unreadable('HNSCall', 'the new endpoint was expected');
}

async function removingOnFailure<Value>(
  api: HcnApi,
  endpoint: EndpointRequest,
  action: () => Promise<Value>,
): Promise<Value> {
  try {
    return await action();
  } catch (thrown) {
    const first = toCniError(thrown);
    const second = await remove(api, endpoint).then(() => undefined, toCniError);
    throw second === undefined
      ? first
      : first.withDetails(`Removing it again failed too: ${second.message}. ${second.details}`);
  }
}

async function remove(api: HcnApi, { name, networkId }: EndpointRequest): Promise<void> {
  for (const left of await endpointsNamed(api, name)) {
    if (sameGuid(left.networkId, networkId)) await deleteEndpoint(api, left.id);
  }
}

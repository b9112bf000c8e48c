import { isJsonObject } from '../../cni/json.ts';
import type { Endpoint } from '../driver.ts';
import type { Guid } from '../guid.ts';
import type { HcnApi } from '../hcn/api.ts';
import { textMember } from '../hcn/members.ts';
import { unreadable } from '../hcn/read-json.ts';
import { classOf } from '../hresult-class.ts';
import { listObjects } from './list-objects.ts';
import { readV1Endpoint } from './read-endpoint.ts';
import { requireOutput, send, type V1Request } from './request.ts';

/** The endpoints of exactly that name. Only they are read: what is wrong with another's document is not our concern. */
export async function endpointsNamed(api: HcnApi, name: string): Promise<readonly Endpoint[]> {
  const documents = await listObjects(api, 'endpoints');
  return documents.filter((document) => textMember(document, 'Name') === name).map(readV1Endpoint);
}

/** The endpoint of an ID, or `undefined` when HNS does not have it. */
export async function endpointById(api: HcnApi, id: Guid): Promise<Endpoint | undefined> {
  const request: V1Request = {
    attempted: `read HNS endpoint ${id}`,
    method: 'GET',
    path: `/endpoints/${id}`,
  };
  const answer = await send(api, request);
  if (classOf(answer.hresult) === 'not found') return undefined;
  const output = requireOutput(answer, request);
  if (isJsonObject(output)) return readV1Endpoint(output);
  throw unreadable('HNSCall', `an endpoint was expected: ${answer.envelope.slice(0, 300)}`);
}

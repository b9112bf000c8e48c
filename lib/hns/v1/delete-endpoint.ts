import type { Guid } from '../guid.ts';
import type { HcnApi } from '../hcn/api.ts';
import { classOf } from '../hresult-class.ts';
import { requireDone, send, type V1Request } from './request.ts';

/**
 * Deletes an endpoint, attached or not.
 *
 * @throws {CniError} When HNS refuses for another reason than that there is no such endpoint.
 */
export async function deleteEndpoint(api: HcnApi, id: Guid): Promise<'deleted' | 'absent'> {
  const request: V1Request = {
    attempted: `delete HNS endpoint ${id}`,
    method: 'DELETE',
    path: `/endpoints/${id}`,
  };
  const answer = await send(api, request);
  if (classOf(answer.hresult) === 'not found') return 'absent';
  requireDone(answer, request);
  return 'deleted';
}

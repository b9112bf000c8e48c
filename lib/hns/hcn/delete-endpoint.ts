import type { Guid } from '../guid.ts';
import { classOf } from '../hresult-class.ts';
import type { HcnApi } from './api.ts';
import { outcomeOf, requireSuccess } from './calls.ts';

/**
 * Deletes an endpoint, attached or not; needs no handle.
 *
 * @throws {CniError} When HNS refuses for another reason than that there is no such endpoint.
 */
export async function deleteEndpoint(api: HcnApi, id: Guid): Promise<'deleted' | 'absent'> {
  const reply = await api.HcnDeleteEndpoint(id);
  if (classOf(outcomeOf(reply)) === 'not found') return 'absent';
  requireSuccess(reply, { attempted: `delete HNS endpoint ${id}`, call: 'HcnDeleteEndpoint' });
  return 'deleted';
}

import { isJsonObject, type JsonObject } from '../../cni/json.ts';
import type { HcnApi } from '../hcn/api.ts';
import { unreadable } from '../hcn/read-json.ts';
import { requireOutput, send, type V1Request } from './request.ts';

/** What version 1 lists. */
export type Collection = 'networks' | 'endpoints' | 'namespaces';

/**
 * The documents of all objects of a kind: version 1 has no search.
 *
 * @throws {CniError} When HNS refuses, or answers anything but a list of objects.
 */
export async function listObjects(api: HcnApi, collection: Collection): Promise<readonly JsonObject[]> {
  const request: V1Request = {
    attempted: `list the ${collection} of HNS`,
    method: 'GET',
    path: `/${collection}/`,
  };
  const answer = await send(api, request);
  // Go, in which clients of HNS are written, shows a list of nothing as null.
  if (answer.output === undefined && answer.hresult === 0 && answer.envelope !== '') return [];
  const output = requireOutput(answer, request);
  if (Array.isArray(output) && output.every(isJsonObject)) return output;
  throw unreadable('HNSCall', `a list of ${collection} was expected: ${answer.envelope.slice(0, 300)}`);
}

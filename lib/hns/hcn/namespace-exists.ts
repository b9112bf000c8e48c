import { type Guid, sameGuid } from '../guid.ts';
import type { HcnApi } from './api.ts';
import { requireValue } from './calls.ts';
import { filteredQuery } from './query.ts';
import { readGuids } from './read-json.ts';

/**
 * Tells whether HNS has a network namespace, from its list: that takes one call and no handle.
 *
 * @throws {CniError} When HNS refuses to list.
 */
export async function namespaceExists(api: HcnApi, id: Guid): Promise<boolean> {
  const call = 'HcnEnumerateNamespaces';
  const sent = filteredQuery({ ID: id });
  const attempted = `look for HNS namespace ${id}`;
  const json = requireValue(await api.HcnEnumerateNamespaces(sent), { attempted, call, sent });
  return readGuids(json, call).some((listed) => sameGuid(listed, id));
}

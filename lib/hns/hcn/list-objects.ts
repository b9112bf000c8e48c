import type { JsonObject } from '../../cni/json.ts';
import type { Guid } from '../guid.ts';
import { classOf } from '../hresult-class.ts';
import type { HcnReply } from './api.ts';
import { outcomeOf, requireValue } from './calls.ts';
import { closing } from './handles.ts';
import type { ObjectKind } from './object-kinds.ts';
import { DEFAULT_QUERY, type Filter, filteredQuery } from './query.ts';
import { readGuids, readObject } from './read-json.ts';

/**
 * The documents of all objects of a kind, or of those a filter lets through. An object that vanishes between the enumeration and its own query is left out: it is gone, which is no failure.
 *
 * @throws {CniError} When HNS refuses.
 */
export async function listObjects(kind: ObjectKind, filter?: Filter): Promise<readonly JsonObject[]> {
  const query = filter === undefined ? DEFAULT_QUERY : filteredQuery(filter);
  const call = kind.names.enumerate;
  const json = requireValue(await kind.enumerate(query), {
    attempted: `list the ${kind.noun}s of HNS`,
    call,
    sent: query,
  });
  const documents: JsonObject[] = [];
  for (const id of readGuids(json, call)) {
    const document = await readById(kind, id);
    if (document !== undefined) documents.push(document);
  }
  return documents;
}

/**
 * The document of one object, or `undefined` when HNS does not have it.
 *
 * @throws {CniError} When HNS refuses.
 */
export async function readById(kind: ObjectKind, id: Guid): Promise<JsonObject | undefined> {
  const opened = await kind.open(id);
  if (saysAbsent(opened)) return undefined;
  const attempted = `read HNS ${kind.noun} ${id}`;
  const handle = requireValue(opened, { attempted, call: kind.names.open });
  return closing(handle, kind.close, async () => {
    const call = kind.names.query;
    const answer = await kind.query(handle, DEFAULT_QUERY);
    return saysAbsent(answer)
      ? undefined
      : readObject(requireValue(answer, { attempted, call, sent: DEFAULT_QUERY }), call);
  });
}

function saysAbsent(reply: HcnReply<unknown>): boolean {
  return classOf(outcomeOf(reply)) === 'not found';
}

import { isJsonObject, type JsonObject } from '../../lib/cni/json.ts';
import { NIL_GUID, parseGuid, sameGuid } from '../../lib/hns/guid.ts';
import { member, numberMember, objectMember, textMember } from '../../lib/hns/hcn/members.ts';
import { QUERY } from './document-shapes.ts';
import { parseObject, parseSettings } from './parse-settings.ts';
import { Refusal } from './refusal.ts';

/** What a query document asks for. */
export interface Query {
  /** 1 when the document names schema 1 or none: then version 1 documents are answered. */
  readonly schema: 1 | 2;
  /** Key and value pairs that all have to match. */
  readonly filter: JsonObject;
}

/** @throws {Refusal} HCN_E_INVALID_JSON, also for a filter that is not JSON text of an object. */
export function parseQuery(json: string): Query {
  if (json === '') return { schema: 1, filter: {} };
  const query = parseSettings(json, QUERY);
  const schema = (numberMember(objectMember(query, 'SchemaVersion'), 'Major') ?? 1) >= 2 ? 2 : 1;
  const text = textMember(query, 'Filter');
  const filter = text === '' ? {} : parseObject(text);
  if (filter === undefined) throw new Refusal('HCN_E_INVALID_JSON', '$.Filter');
  return { schema, filter };
}

/**
 * Tells whether a filter lets an object through, given its version 1 view: filters use version 1 member names. GUIDs match in
 * any letter case; an empty value and the nil GUID match nothing.
 */
export function matches(filter: JsonObject, v1View: JsonObject): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    if (wanted === '' || wanted === NIL_GUID) return false;
    const found = member(v1View, key);
    if (typeof found !== 'string' || typeof wanted !== 'string') {
      return found === wanted && !isJsonObject(found);
    }
    const [one, other] = [parseGuid(found), parseGuid(wanted)];
    return one !== undefined && other !== undefined ? sameGuid(one, other) : found === wanted;
  });
}

import type { JsonObject } from '../../lib/cni/json.ts';
import { type Guid, NIL_GUID, parseGuid, sameGuid } from '../../lib/hns/guid.ts';
import { textMember } from '../../lib/hns/hcn/members.ts';
import { newGuid } from '../../lib/hns/hcn/new-guid.ts';

/**
 * The ID of a new object: the one given to the call counts before the one in the document; the nil GUID leaves the choice to
 * HNS, which writes its own in capitals.
 */
export function chosenId(id: Guid, settings: JsonObject): Guid {
  if (!sameGuid(id, NIL_GUID)) return id;
  const own = newGuid();
  return parseGuid(textMember(settings, 'ID')) ?? parseGuid(own.toUpperCase()) ?? own;
}

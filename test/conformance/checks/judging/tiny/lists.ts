import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../lib/cni/json.ts';

/** The objects in a list; none in what is no list. */
export function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A member that is an object; an empty one where it is not. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

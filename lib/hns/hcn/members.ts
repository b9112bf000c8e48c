import { isJsonObject, type JsonObject, type JsonValue } from '../../cni/json.ts';

/**
 * The value of a member of an HNS document, whatever the letter case of its name: HNS and its clients do not agree on
 * one (`ID`, `Id`). Missing and `null` are alike; of several spellings the last wins, as in Go's decoder.
 */
export function member(document: JsonObject, name: string): JsonValue | undefined {
  const exact = document[name];
  if (exact !== undefined && exact !== null) return exact;
  const wanted = name.toLowerCase();
  let found: JsonValue | undefined;
  for (const [key, value] of Object.entries(document)) {
    if (value !== undefined && value !== null && key.toLowerCase() === wanted) found = value;
  }
  return found;
}

/** A text member; `''` when it is missing or no text. */
export function textMember(document: JsonObject, name: string): string {
  const value = member(document, name);
  return typeof value === 'string' ? value : '';
}

/** A number member, or `undefined`. */
export function numberMember(document: JsonObject, name: string): number | undefined {
  const value = member(document, name);
  return typeof value === 'number' ? value : undefined;
}

/** An object member; an empty one when it is missing or no object. */
export function objectMember(document: JsonObject, name: string): JsonObject {
  const value = member(document, name);
  return isJsonObject(value) ? value : {};
}

/** The objects in a list member; empty when it is missing. */
export function objectsMember(document: JsonObject, name: string): readonly JsonObject[] {
  const value = member(document, name);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts in a list member without empty ones; empty when it is missing. */
export function textsMember(document: JsonObject, name: string): readonly string[] {
  const value = member(document, name);
  if (!Array.isArray(value)) return [];
  return value.filter((text): text is string => typeof text === 'string' && text !== '');
}

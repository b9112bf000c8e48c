/** Any JSON value, never changed in place. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object whose keys are not known to us, such as what is handed on to a delegate. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Tells whether a JSON value is an object (not `null`, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { isJsonObject, type JsonObject } from '../../lib/cni/json.ts';
import { Refusal } from './refusal.ts';
import { type Members, misfit } from './shape.ts';

/**
 * The object in the text a client sent.
 *
 * @throws {Refusal} HCN_E_INVALID_JSON when it is none, or when a member has not the kind it must have.
 */
export function parseSettings(json: string, members: Members): JsonObject {
  const settings = parseObject(json);
  if (settings === undefined) throw new Refusal('HCN_E_INVALID_JSON');
  requireShape(settings, members);
  return settings;
}

/** @throws {Refusal} HCN_E_INVALID_JSON, naming the member that does not fit. */
export function requireShape(settings: JsonObject, members: Members): void {
  const path = misfit(settings, members);
  if (path !== undefined) throw new Refusal('HCN_E_INVALID_JSON', path);
}

/** The JSON object in `json`, or `undefined`. */
export function parseObject(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON at all: the caller refuses it like any other wrong document
  }
}

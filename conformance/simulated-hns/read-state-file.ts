import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../lib/cni/json.ts';
import { member, numberMember, objectMember, objectsMember } from '../../lib/hns/hcn/members.ts';
import type { StateDocument } from './state.ts';
import { UsageError } from './usage.ts';

/**
 * The state in a file: `{"version":…,"networks":[…],"namespaces":[…],"endpoints":[…],"computeSystems":[…]}`, every
 * key optional.
 *
 * @throws {UsageError} When it cannot be read or is not of that form.
 */
export function readStateFile(path: string): StateDocument {
  const document = parsed(path);
  for (const key of ['networks', 'namespaces', 'endpoints']) {
    const list = member(document, key) ?? [];
    if (!Array.isArray(list) || !list.every(isJsonObject))
      throw new UsageError(`${path}: "${key}" is not a list of objects`);
  }
  return {
    ...version(path, document),
    networks: objectsMember(document, 'networks'),
    namespaces: objectsMember(document, 'namespaces'),
    endpoints: objectsMember(document, 'endpoints'),
    ...computeSystems(path, document),
  };
}

function version(path: string, document: JsonObject): Pick<StateDocument, 'version'> {
  if (member(document, 'version') === undefined) return {};
  const Major = numberMember(objectMember(document, 'version'), 'Major');
  const Minor = numberMember(objectMember(document, 'version'), 'Minor');
  if (Major === undefined || Minor === undefined) {
    throw new UsageError(`${path}: "version" is not of the form {"Major":15,"Minor":4}`);
  }
  return { version: { Major, Minor } };
}

function computeSystems(path: string, document: JsonObject): Pick<StateDocument, 'computeSystems'> {
  const list = member(document, 'computeSystems') ?? [];
  if (Array.isArray(list) && list.every((id): id is string => typeof id === 'string'))
    return { computeSystems: list };
  throw new UsageError(`${path}: "computeSystems" is not a list of container IDs`);
}

function parsed(path: string): JsonObject {
  try {
    const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isJsonObject(document)) return document;
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  throw new UsageError(`${path} does not hold a JSON object`);
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/cni/json.ts';
import { objectsMember } from '../../../lib/hns/hcn/members.ts';
import type { Observation } from '../observation.ts';

/** An object without some of its members. */
export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** What was seen, with the answer changed if it is an object. */
export function withAnswer(seen: Observation, change: (answer: JsonObject) => JsonObject): Observation {
  return isJsonObject(seen.answer) ? { ...seen, answer: change(seen.answer) } : seen;
}

/** What was seen, with the document of each endpoint that was asked for changed, of either version of HNS. */
export function withEndpoints(seen: Observation, change: (document: JsonObject) => JsonObject): Observation {
  const calls = seen.calls.map((call) => {
    const name = documentName(call);
    const document = name === undefined ? undefined : call[name];
    return name !== undefined && isJsonObject(document) ? { ...call, [name]: change(document) } : call;
  });
  return { ...seen, calls };
}

/** The endpoints that were asked for. */
export function endpointsOf({ calls }: Observation): readonly JsonObject[] {
  return calls.flatMap((call) => {
    const document = call[documentName(call) ?? ''];
    return isJsonObject(document) ? [document] : [];
  });
}

/** What was seen, with the policies of each endpoint that was asked for changed; none are no member. */
export function withPolicies(
  seen: Observation,
  change: (policies: readonly JsonObject[]) => readonly JsonObject[],
): Observation {
  return withEndpoints(seen, (document) => {
    const policies = change(objectsMember(document, 'Policies'));
    return policies.length === 0 ? without(document, 'Policies') : { ...document, Policies: policies };
  });
}

/** The settings of a policy: in version 1 they are members of the policy itself. */
export function settingsOf(policy: JsonObject): JsonObject {
  return isJsonObject(policy.Settings) ? policy.Settings : policy;
}

/** A policy with its settings changed. */
export function withSettings(policy: JsonObject, change: (settings: JsonObject) => JsonObject): JsonObject {
  return isJsonObject(policy.Settings) ? { ...policy, Settings: change(policy.Settings) } : change(policy);
}

/** Tells whether two JSON values are the same, whatever the order of members. */
export function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => sorted(item) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]): [string, JsonValue | undefined] => [name, sorted(member)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function documentName({ function: name, method, path }: JsonObject): 'settings' | 'request' | undefined {
  if (name === 'HcnCreateEndpoint') return 'settings';
  return name === 'HNSCall' && method === 'POST' && /^\/endpoints\/?$/.test(`${path}`)
    ? 'request'
    : undefined;
}

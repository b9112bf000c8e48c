import { CniError, CniErrorCode } from '../../cni/error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../cni/json.ts';
import { type EndpointPolicy, NatFlags } from './endpoint-policy.ts';
import { expectation, readMember } from './member-value.ts';
import { POLICY_FORMS, type PolicyForm } from './policy-forms.ts';

/**
 * Reads the `value` of a configured policy, which may have the form of either generation of the API: version 2's
 * `{"Type":"OutBoundNAT","Settings":{"Exceptions":[…]}}` or version 1's `{"Type":"OutBoundNAT","ExceptionList":[…]}`.
 * Names match in any letter case; version 1's are translated wherever they stand, so that one configuration serves
 * both. Absent, `null` and empty text are alike. Members HNS may know and we do not are passed on.
 *
 * @param where Where the policy stands in the configuration, for messages: `policies[2]`.
 * @throws {CniError} Code 7, quoting the policy: no or an unknown type, a member of the wrong form, a missing member.
 */
export function parseEndpointPolicy(value: JsonValue | undefined, where: string): EndpointPolicy {
  const refuse = (reason: string) => refusal(where, value, reason);
  if (!isJsonObject(value)) throw refuse('"value" has to be an object with a "Type"');
  const type = memberOf(value, 'Type');
  if (typeof type !== 'string' || type === '')
    throw refuse(`"Type" has to be one of ${TYPES.join(', ')} (found ${found(type)})`);
  const known = typeNamed(type);
  if (known === undefined)
    throw refuse(`"${type}" is no endpoint policy type; known are ${TYPES.join(', ')}`);
  const settings = readSettings(settingsOf(value, refuse), POLICY_FORMS[known], refuse);
  return { Type: known, Settings: settings } as EndpointPolicy; // its form was checked member by member
}

type Refuse = (reason: string) => CniError;

const TYPES = Object.keys(POLICY_FORMS) as EndpointPolicy['Type'][];

function typeNamed(name: string): EndpointPolicy['Type'] | undefined {
  const same = (other: string | undefined) => other?.toLowerCase() === name.toLowerCase();
  return TYPES.find((type) => same(type) || same(POLICY_FORMS[type].v1Type));
}

/** Version 2 keeps the members in `Settings`, version 1 beside `Type`. */
function settingsOf(value: JsonObject, refuse: Refuse): JsonObject {
  const settings = memberOf(value, 'Settings');
  if (settings !== undefined && !isJsonObject(settings))
    throw refuse(`"Settings" has to be an object (found ${found(settings)})`);
  const flat = Object.entries(value).filter(([name]) => !['type', 'settings'].includes(name.toLowerCase()));
  return { ...Object.fromEntries(flat), ...settings };
}

function readSettings(written: JsonObject, form: PolicyForm, refuse: Refuse): JsonObject {
  const settings = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(written)) {
    if (value === undefined || value === null || value === '') continue;
    const member = spelledAs(name, form);
    const memberForm = Object.hasOwn(form.members, member) ? form.members[member] : undefined;
    const read = memberForm === undefined ? value : readMember(memberForm, value);
    if (read === undefined && memberForm !== undefined)
      throw refuse(`"${name}" has to be ${expectation(memberForm)} (found ${found(value)})`);
    if (read !== undefined) settings.set(member, read);
  }
  const missing = (form.required ?? []).filter((member) => !settings.has(member));
  if (missing.length > 0) throw refuse(`${missing.map((name) => `"${name}"`).join(', ')} missing`);
  return Object.fromEntries(translated(settings, form));
}

/** Members whose value changes between the versions, not only their name. */
function translated(settings: Map<string, JsonValue>, form: PolicyForm): Map<string, JsonValue> {
  if (form === POLICY_FORMS.PortMapping) {
    const reserved = take(settings, 'ExternalPortReserved');
    const flags = settings.get('Flags');
    if (reserved === true)
      settings.set('Flags', (typeof flags === 'number' ? flags : 0) | NatFlags.externalPortReserved);
  }
  if (form === POLICY_FORMS.ACL) {
    const protocol = take(settings, 'Protocol');
    if (protocol !== undefined && !settings.has('Protocols')) settings.set('Protocols', String(protocol));
  }
  return settings;
}

/** Removes a member, whatever its letter case, and gives its value. */
function take(settings: Map<string, JsonValue>, name: string): JsonValue | undefined {
  const key = [...settings.keys()].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (key === undefined) return undefined;
  const value = settings.get(key);
  settings.delete(key);
  return value;
}

/** A member's name in the spelling of version 2; an unknown one as it is. */
function spelledAs(name: string, { members, v1Members = {} }: PolicyForm): string {
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  const own = Object.keys(members).find(same);
  const older = Object.keys(v1Members).find(same);
  return own ?? (older === undefined ? undefined : v1Members[older]) ?? name;
}

/** A member in any letter case; of several the last, as Go's decoder takes it. `null` counts as absent. */
function memberOf(value: JsonObject, name: string): JsonValue | undefined {
  const spelling = Object.keys(value).findLast((key) => key.toLowerCase() === name.toLowerCase());
  return (spelling === undefined ? undefined : value[spelling]) ?? undefined;
}

function refusal(where: string, value: JsonValue | undefined, reason: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot understand the endpoint policy ${where}`,
    details: `${reason}. The policy is ${shortened(JSON.stringify(value ?? null))}`,
  });
}

function found(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

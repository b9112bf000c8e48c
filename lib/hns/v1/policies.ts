import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { JsonObject, JsonValue } from '../../cni/json.ts';
import { textMember } from '../hcn/members.ts';
import { readPolicy } from '../hcn/read-policy.ts';
import { type EndpointPolicy, NatFlags } from '../policies/endpoint-policy.ts';
import { protocolNumber } from '../policies/protocol-number.ts';
import { V1_POLICY_FORMS, type V1PolicyForm } from './policy-forms.ts';

/** The protocols whose ports version 1 maps. */
const PROTOCOLS: ReadonlyMap<JsonValue | undefined, string> = new Map([
  [6, 'TCP'],
  [17, 'UDP'],
]);

/**
 * A policy in the flat form of version 1.
 *
 * @throws {CniError} Code 104, naming the policy, when version 1 has no such policy or nothing for one of its members.
 */
export function toV1Policy(policy: EndpointPolicy): JsonObject {
  const form = V1_POLICY_FORMS[policy.Type];
  if (form === undefined) throw unsupported(policy, `it has no policy ${policy.Type}`);
  const settings = policy.Type === 'PortMapping' ? natSettings(policy) : policy.Settings;
  const members = Object.entries(settings).filter(([, value]) => value !== undefined);
  const lost = members.find(([name, value]) => form.without?.includes(name) && !isEmpty(value));
  if (lost !== undefined) throw unsupported(policy, `its ${form.type} has no ${lost[0]}`);
  const kept = members.filter(([name]) => !form.without?.includes(name));
  return {
    Type: form.type,
    ...Object.fromEntries(kept.map(([name, value]) => [v1Name(name, form), value])),
  };
}

function v1Name(name: string, { renamed = {} }: V1PolicyForm): string {
  return (Object.hasOwn(renamed, name) ? renamed[name] : undefined) ?? name;
}

/** A policy as version 1 reports it, in the form of version 2. A type nobody knows is carried as it is. */
export function fromV1Policy(document: JsonObject): EndpointPolicy {
  const { Type: _, ...members } = document;
  const written = textMember(document, 'Type');
  const [type, form] = formNamed(written) ?? [written, undefined];
  const original = (name: string) =>
    Object.entries(form?.renamed ?? {}).find(([, v1Name]) => isSame(v1Name, name))?.[0] ?? name;
  const settings = Object.fromEntries(
    Object.entries(members).map(([name, value]) => [original(name), value]),
  );
  return readPolicy({ Type: type, Settings: inFormOfV2(type, settings) });
}

function formNamed(type: string): [string, V1PolicyForm] | undefined {
  return Object.entries(V1_POLICY_FORMS).find(([, form]) => isSame(form.type, type));
}

/** `NAT` has the protocol by name, and one of the flags as a member. */
function natSettings(policy: Extract<EndpointPolicy, { Type: 'PortMapping' }>): JsonObject {
  const { Protocol, Flags = NatFlags.none, ...rest } = policy.Settings;
  const name = PROTOCOLS.get(Protocol);
  if (name === undefined) throw unsupported(policy, 'it maps ports of TCP and UDP alone');
  if ((Flags & ~NatFlags.externalPortReserved) !== 0) throw unsupported(policy, 'its NAT has no Flags');
  return { Protocol: name, ...rest, ...(Flags !== NatFlags.none && { ExternalPortReserved: true }) };
}

/** Settings that differ in more than the names of their members. */
function inFormOfV2(type: string, settings: JsonObject): JsonObject {
  if (type === 'PortMapping') return mappingSettings(settings);
  return type === 'ACL' ? aclSettings(settings) : settings;
}

/** An ACL's protocol comes in two ways: as one number, or as the list of version 2. */
function aclSettings(settings: JsonObject): JsonObject {
  const { Protocol, ...rest } = settings;
  const isAlone = Protocol !== undefined && Protocol !== 0 && rest.Protocols === undefined;
  return isAlone ? { ...rest, Protocols: String(Protocol) } : settings;
}

function mappingSettings({ Protocol, ExternalPortReserved, ...rest }: JsonObject): JsonObject {
  const known = typeof Protocol === 'string' || typeof Protocol === 'number';
  return {
    Protocol: (known ? protocolNumber(Protocol) : undefined) ?? Protocol,
    ...rest,
    ...(ExternalPortReserved === true && { Flags: NatFlags.externalPortReserved }),
  };
}

function isEmpty(value: JsonValue | undefined): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function unsupported(policy: EndpointPolicy, reason: string): CniError {
  return new CniError({
    code: CniErrorCode.hnsUnsupported,
    msg: `Cannot apply the endpoint policy ${policy.Type} through version 1 of the HNS API: ${reason}`,
    details:
      `The policy is ${JSON.stringify(policy)}. ` +
      'Leave it out of "policies" or what asks for it, or use "apiVersion" 2 with a runtime that has network namespaces',
  });
}

import { isJsonObject, type JsonObject } from '../../lib/cni/json.ts';
import { member, numberMember, textMember } from '../../lib/hns/hcn/members.ts';
import type { EndpointDocument, PolicyDocument } from './documents.ts';
import type { PolicyShape } from './policy-shapes.ts';
import { Refusal } from './refusal.ts';
import { misfit } from './shape.ts';
import type { HnsState } from './state.ts';

/**
 * The policies of a document, checked. Type names count in any letter case and are kept as they came.
 *
 * @throws {Refusal} HCN_E_INVALID_POLICY_TYPE, HCN_E_INVALID_POLICY or HCN_E_INVALID_INTERNAL_PORT.
 */
export function checkedPolicies(
  policies: readonly JsonObject[],
  shapes: Readonly<Record<string, PolicyShape>>,
): readonly PolicyDocument[] {
  return policies.map((policy) => checkedPolicy(policy, shapes));
}

/** Tells whether a policy is of a type, in any letter case. */
export function isPolicy(policy: JsonObject, type: string): boolean {
  return textMember(policy, 'Type').toLowerCase() === type.toLowerCase();
}

function checkedPolicy(policy: JsonObject, shapes: Readonly<Record<string, PolicyShape>>): PolicyDocument {
  const Type = textMember(policy, 'Type');
  const name = Object.keys(shapes).find((known) => known.toLowerCase() === Type.toLowerCase());
  const shape = name === undefined ? undefined : shapes[name];
  if (shape === undefined) throw new Refusal('HCN_E_INVALID_POLICY_TYPE', `"${Type}"`);
  const Settings = member(policy, 'Settings') ?? {};
  if (!isJsonObject(Settings)) throw new Refusal('HCN_E_INVALID_POLICY', `${Type}: Settings`);
  // The form of version 1 has its members beside Type; HNS was seen to refuse it (microsoft/hcsshim#1951).
  const beside = Object.keys(policy).find((key) => !['type', 'settings'].includes(key.toLowerCase()));
  const missing = shape.required?.find((required) => member(Settings, required) === undefined);
  const wrong = beside ?? missing ?? misfit(Settings, shape.members, Type);
  if (wrong !== undefined) throw new Refusal('HCN_E_INVALID_POLICY', `${Type}: ${wrong}`);
  requireInternalPort(Type, Settings);
  return { Type, Settings };
}

function requireInternalPort(type: string, settings: JsonObject): void {
  if (type.toLowerCase() !== 'portmapping') return;
  const needsPort = [6, 17].includes(numberMember(settings, 'Protocol') ?? 0);
  if (needsPort && numberMember(settings, 'InternalPort') === 0)
    throw new Refusal('HCN_E_INVALID_INTERNAL_PORT');
}

/**
 * A port of the node leads to one endpoint: protocol, external port and family together are taken once.
 *
 * @throws {Refusal} HCN_E_PORT_ALREADY_EXISTS.
 */
export function requireFreePorts(
  state: HnsState,
  policies: readonly PolicyDocument[],
  except?: EndpointDocument,
): void {
  const others = state.endpoints.all().filter((endpoint) => endpoint.ID !== except?.ID);
  const taken = new Set(others.flatMap((endpoint) => endpoint.Policies).flatMap(portKeys));
  for (const key of policies.flatMap(portKeys)) {
    if (taken.has(key)) throw new Refusal('HCN_E_PORT_ALREADY_EXISTS', key);
    taken.add(key);
  }
}

const IPV6_FLAG = 2;

function portKeys(policy: PolicyDocument): readonly string[] {
  if (!isPolicy(policy, 'PortMapping')) return [];
  const port = numberMember(policy.Settings, 'ExternalPort') ?? 0;
  const family = ((numberMember(policy.Settings, 'Flags') ?? 0) & IPV6_FLAG) === 0 ? 'IPv4' : 'IPv6';
  return port === 0 ? [] : [`${numberMember(policy.Settings, 'Protocol')}/${port} ${family}`];
}

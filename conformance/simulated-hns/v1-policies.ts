import type { JsonObject, JsonValue } from '../../lib/cni/json.ts';
import { member, numberMember, textMember } from '../../lib/hns/hcn/members.ts';
import type { PolicyDocument } from './documents.ts';
import { isPolicy } from './policies.ts';
import { Refusal } from './refusal.ts';

/** Bit of a port mapping's `Flags` that is a member of its own in version 1. */
const PORT_RESERVED = 4;

/** Types whose name or members version 1 has otherwise; all others are only flattened. */
const V1_FORMS: Readonly<Record<string, (settings: JsonObject) => JsonObject>> = {
  outboundnat: ({ Exceptions, VirtualIP, ...rest }) => ({
    Type: 'OutBoundNAT',
    VIP: VirtualIP,
    ExceptionList: Exceptions,
    ...rest,
  }),
  sdnroute: (settings) => ({ Type: 'ROUTE', ...settings }),
  provideraddress: (settings) => ({ Type: 'PA', PA: textMember(settings, 'ProviderAddress') }),
  portmapping: (settings) => ({
    Type: 'NAT',
    Protocol: numberMember(settings, 'Protocol') === 17 ? 'UDP' : 'TCP',
    InternalPort: numberMember(settings, 'InternalPort'),
    ExternalPort: numberMember(settings, 'ExternalPort'),
    ExternalPortReserved: ((numberMember(settings, 'Flags') ?? 0) & PORT_RESERVED) !== 0 || undefined,
  }),
  l4proxy: ({ Exceptions, OutboundNAT, ...rest }) => ({
    Type: 'PROXY',
    ExceptionList: Exceptions,
    OutboundNat: OutboundNAT,
    ...rest,
  }),
};

/** Policies that version 1 shows as members of the network itself. */
const NETWORK_MEMBERS = [
  'ProviderAddress',
  'DrMacAddress',
  'NetAdapterName',
  'SourceMacAddress',
  'AutomaticDNS',
  'VSwitchExtension',
];

/** The policies of an endpoint in the flat form of version 1. */
export function v1EndpointPolicies(policies: readonly PolicyDocument[]): readonly JsonObject[] {
  return policies
    .filter((policy) => !isPolicy(policy, 'EncapOverhead'))
    .map(({ Type, Settings }) => V1_FORMS[Type.toLowerCase()]?.(Settings) ?? { Type, ...Settings });
}

/** The policies of a network in the flat form of version 1, without those that are members there. */
export function v1NetworkPolicies(policies: readonly PolicyDocument[]): readonly JsonObject[] {
  return policies
    .filter((policy) => !NETWORK_MEMBERS.some((type) => isPolicy(policy, type)))
    .map(({ Type, Settings }) => ({ Type, ...Settings }));
}

/** A VSID or VLAN of a subnet: version 1 repeats the type as the member's name. */
export function v1SubnetPolicy({ Type, Settings }: PolicyDocument): JsonObject {
  return { Type, [Type]: member(Settings, 'IsolationId') };
}

/** The types version 1 takes for an endpoint, and what their members become. */
const FROM_V1: Readonly<Record<string, (members: JsonObject) => JsonObject>> = {
  outboundnat: ({ VIP, ExceptionList, ...rest }) => ({
    Type: 'OutBoundNAT',
    Settings: defined({ VirtualIP: VIP, Exceptions: ExceptionList, ...rest }),
  }),
  route: (members) => ({ Type: 'SDNRoute', Settings: members }),
  pa: ({ PA }) => ({ Type: 'ProviderAddress', Settings: defined({ ProviderAddress: PA }) }),
  nat: ({ Protocol, ExternalPortReserved, ...rest }) => ({
    Type: 'PortMapping',
    Settings: {
      Protocol: protocolNumber(Protocol),
      ...rest,
      ...(ExternalPortReserved === true ? { Flags: PORT_RESERVED } : {}),
    },
  }),
  proxy: ({ ExceptionList, OutboundNat, ...rest }) => ({
    Type: 'L4Proxy',
    Settings: defined({ Exceptions: ExceptionList, OutboundNAT: OutboundNat, ...rest }),
  }),
  acl: (members) => ({ Type: 'ACL', Settings: members }),
  qos: (members) => ({ Type: 'QOS', Settings: members }),
  l2driver: (members) => ({ Type: 'L2Driver', Settings: members }),
  vlan: ({ VLAN }) => ({ Type: 'VLAN', Settings: defined({ IsolationId: VLAN }) }),
};

/** @throws {Refusal} HCN_E_INVALID_POLICY_TYPE for a type version 1 has not, HCN_E_INVALID_POLICY for version 2's form. */
export function fromV1EndpointPolicy(policy: JsonObject): JsonObject {
  const { Type: _, Settings, ...members } = policy;
  const type = textMember(policy, 'Type');
  const form = FROM_V1[type.toLowerCase()];
  if (form === undefined) throw new Refusal('HCN_E_INVALID_POLICY_TYPE', `"${type}"`);
  if (Settings !== undefined) throw new Refusal('HCN_E_INVALID_POLICY', `${type}: Settings`);
  return form(members);
}

/** A network policy out of the flat form. */
export function fromV1NetworkPolicy({ Type, ...members }: JsonObject): JsonObject {
  return { Type, Settings: members };
}

/** A VSID or VLAN of a subnet. */
export function fromV1SubnetPolicy(policy: JsonObject): JsonObject {
  const type = textMember(policy, 'Type');
  return { Type: type, Settings: defined({ IsolationId: member(policy, type) }) };
}

function protocolNumber(name: JsonValue | undefined): number {
  const text = typeof name === 'string' ? name.toUpperCase() : '';
  if (text === 'TCP') return 6;
  if (text === 'UDP') return 17;
  throw new Refusal('HCN_E_INVALID_POLICY', `NAT: Protocol ${JSON.stringify(name)}`);
}

function defined(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

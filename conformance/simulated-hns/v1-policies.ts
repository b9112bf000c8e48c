import type { JsonObject } from '../../lib/cni/json.ts';
import { member, numberMember, textMember } from '../../lib/hns/hcn/members.ts';
import type { PolicyDocument } from './documents.ts';
import { isPolicy } from './policies.ts';

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

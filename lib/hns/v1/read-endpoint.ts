import type { JsonObject } from '../../cni/json.ts';
import { addressBits, parseAddress } from '../../ip/address.ts';
import type { Cidr } from '../../ip/cidr.ts';
import { defaultDestination } from '../default-route.ts';
import type { Endpoint, EndpointDns, EndpointRoute } from '../driver.ts';
import { type Guid, NIL_GUID, parseGuid, sameGuid } from '../guid.ts';
import {
  member,
  numberMember,
  objectMember,
  objectsMember,
  textMember,
  textsMember,
} from '../hcn/members.ts';
import { unreadable } from '../hcn/read-json.ts';
import type { EndpointPolicy } from '../policies/endpoint-policy.ts';
import { fromV1Policy } from './policies.ts';

/**
 * The endpoint in an HNSEndpoint document. Version 1 has a default route per family and no other, and no DNS options.
 *
 * @throws {CniError} Code 103 when a member the suite depends on cannot be understood.
 */
export function readV1Endpoint(document: JsonObject): Endpoint {
  const namespaceId = attachedTo(document);
  return {
    id: requiredGuid(document, 'ID'),
    name: textMember(document, 'Name'),
    networkId: requiredGuid(document, 'VirtualNetwork'),
    ...(namespaceId && { namespaceId }),
    containers: textsMember(document, 'SharedContainers'),
    addresses: [
      ...readAddress(document, { name: 'IPAddress', prefixLength: 'PrefixLength' }),
      ...readAddress(document, { name: 'IPv6Address', prefixLength: 'IPv6PrefixLength' }),
    ],
    routes: [...readRoute(document, 'GatewayAddress'), ...readRoute(document, 'GatewayAddressV6')],
    dns: readDns(document),
    policies: [...objectsMember(document, 'Policies').map(fromV1Policy), ...encapOverhead(document)],
    macAddress: textMember(document, 'MacAddress'),
    isRemote: member(document, 'IsRemoteEndpoint') === true,
  };
}

function requiredGuid(document: JsonObject, name: string): Guid {
  const guid = parseGuid(textMember(document, name));
  if (guid !== undefined) return guid;
  throw wrong(document, `the ${name} "${textMember(document, name)}"`);
}

/** Absent in the answer to a creation, the nil GUID in what is listed. */
function attachedTo(document: JsonObject): Guid | undefined {
  const id = parseGuid(textMember(objectMember(document, 'Namespace'), 'ID'));
  return id === undefined || sameGuid(id, NIL_GUID) ? undefined : id;
}

interface AddressMembers {
  readonly name: string;
  readonly prefixLength: string;
}

function readAddress(document: JsonObject, { name, prefixLength }: AddressMembers): readonly Cidr[] {
  const text = textMember(document, name);
  if (text === '') return [];
  const address = parseAddress(text);
  if (address === undefined) throw wrong(document, `the ${name} "${text}"`);
  return [{ address, prefixLength: numberMember(document, prefixLength) || addressBits(address.family) }];
}

function readRoute(document: JsonObject, name: string): readonly EndpointRoute[] {
  const nextHop = parseAddress(textMember(document, name));
  return nextHop === undefined ? [] : [{ destination: defaultDestination(nextHop.family), nextHop }];
}

function readDns(document: JsonObject): EndpointDns {
  const domain = textMember(document, 'DNSDomain');
  return {
    ...(domain !== '' && { domain }),
    search: readList(document, 'DNSSuffix'),
    servers: readList(document, 'DNSServerList'),
    options: [],
  };
}

/** Version 1 joins lists with commas. */
function readList(document: JsonObject, name: string): readonly string[] {
  return textMember(document, name)
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** A member of the endpoint in version 1, a policy in version 2. */
function encapOverhead(document: JsonObject): readonly EndpointPolicy[] {
  const overhead = numberMember(document, 'EncapOverhead') ?? 0;
  return overhead === 0 ? [] : [{ Type: 'EncapOverhead', Settings: { Overhead: overhead } }];
}

function wrong(endpoint: JsonObject, what: string) {
  return unreadable('HNSCall', `endpoint "${textMember(endpoint, 'Name')}" has ${what}`);
}

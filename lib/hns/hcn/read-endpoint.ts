import type { JsonObject } from '../../cni/json.ts';
import { addressBits, parseAddress } from '../../ip/address.ts';
import { type Cidr, parseCidr } from '../../ip/cidr.ts';
import type { Endpoint, EndpointDns, EndpointRoute } from '../driver.ts';
import { type Guid, NIL_GUID, parseGuid, sameGuid } from '../guid.ts';
import type { HcnFunction } from './functions.ts';
import { numberMember, objectMember, objectsMember, textMember, textsMember } from './members.ts';
import { unreadable } from './read-json.ts';
import { readPolicy } from './read-policy.ts';

const CALL: HcnFunction = 'HcnQueryEndpointProperties';

/** Bit of an endpoint's `Flags`: it stands for an endpoint of another node. */
const REMOTE_ENDPOINT = 1;

/**
 * The endpoint in a HostComputeEndpoint document.
 *
 * @throws {CniError} Code 103 when a member the suite depends on cannot be understood.
 */
export function readEndpoint(document: JsonObject): Endpoint {
  const namespaceId = attachedTo(document);
  return {
    id: requiredGuid(document, 'ID'),
    name: textMember(document, 'Name'),
    networkId: requiredGuid(document, 'HostComputeNetwork'),
    ...(namespaceId === undefined ? {} : { namespaceId }),
    ...sharedContainers(document),
    addresses: addresses(document),
    routes: routes(document),
    dns: readDns(objectMember(document, 'Dns')),
    policies: objectsMember(document, 'Policies').map(readPolicy),
    macAddress: textMember(document, 'MacAddress'),
    isRemote: ((numberMember(document, 'Flags') ?? 0) & REMOTE_ENDPOINT) !== 0,
  };
}

function requiredGuid(document: JsonObject, name: string): Guid {
  const text = textMember(document, name);
  const guid = parseGuid(text);
  if (guid !== undefined) return guid;
  throw unreadable(CALL, `endpoint "${textMember(document, 'Name')}" has the ${name} "${text}"`);
}

/** Detached is shown in three ways: the member missing, empty, or the nil GUID. */
function attachedTo(document: JsonObject): Guid | undefined {
  const namespaceId = parseGuid(textMember(document, 'HostComputeNamespace'));
  return namespaceId === undefined || sameGuid(namespaceId, NIL_GUID) ? undefined : namespaceId;
}

/** Where version 1, or the runtime itself, attached it. */
function sharedContainers(document: JsonObject): Pick<Endpoint, 'containers'> {
  const extra = objectMember(objectMember(document, 'Health'), 'Extra');
  const containers = textsMember(extra, 'SharedContainers');
  return containers.length === 0 ? {} : { containers };
}

/** Without a prefix length, which HNS fills in on reading, an address stands for itself alone. */
function addresses(document: JsonObject): readonly Cidr[] {
  return objectsMember(document, 'IpConfigurations').flatMap((configuration) => {
    const text = textMember(configuration, 'IpAddress');
    if (text === '') return [];
    const address = parseAddress(text);
    if (address === undefined) {
      throw unreadable(CALL, `endpoint "${textMember(document, 'Name')}" has the address "${text}"`);
    }
    const prefixLength = numberMember(configuration, 'PrefixLength') || addressBits(address.family);
    return [{ address, prefixLength }];
  });
}

/** Routes on the link have no next hop and are none of ours. */
function routes(document: JsonObject): readonly EndpointRoute[] {
  return objectsMember(document, 'Routes').flatMap((route) => {
    const destination = parseCidr(textMember(route, 'DestinationPrefix'));
    const nextHop = parseAddress(textMember(route, 'NextHop'));
    return destination === undefined || nextHop === undefined ? [] : [{ destination, nextHop }];
  });
}

function readDns(document: JsonObject): EndpointDns {
  const domain = textMember(document, 'Domain');
  return {
    ...(domain === '' ? {} : { domain }),
    search: textsMember(document, 'Search'),
    servers: textsMember(document, 'ServerList'),
    options: textsMember(document, 'Options'),
  };
}

import { SimulatedHns, type SimulatedHnsOptions } from '../../../conformance/simulated-hns/simulated-hns.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { type Guid, NIL_GUID, parseGuid } from '../../../lib/hns/guid.ts';
import type { HcnApi, HcnReply } from '../../../lib/hns/hcn/api.ts';

export const NETWORK = guid('A4F0C9B2-7D31-4E5C-9C55-1B2D6E8F7A10');
export const POD = guid('C7A1D8E4-2B6F-4D39-9E07-84F1A3B5C2D6');
export const MISSING = guid('11111111-2222-3333-4444-555555555555');

/** A dual-stack bridge with little room: .1 is the gateway, .2 to .6 are free, .7 is the broadcast address. */
export const NETWORK_DOCUMENT: JsonObject = {
  ID: NETWORK,
  Name: 'cbr0',
  Type: 'L2Bridge',
  Ipams: [
    {
      Subnets: [
        { IpAddressPrefix: '10.1.0.0/29', Routes: [{ NextHop: '10.1.0.1', DestinationPrefix: '0.0.0.0/0' }] },
        { IpAddressPrefix: 'fd00::/64', Routes: [{ NextHop: 'fd00::1', DestinationPrefix: '::/0' }] },
      ],
    },
  ],
};

/** A service with that network and one namespace. */
export function service(options: SimulatedHnsOptions = {}): { hns: SimulatedHns; api: HcnApi } {
  const hns = new SimulatedHns({ networks: [NETWORK_DOCUMENT], namespaces: [{ ID: POD }], ...options });
  return { hns, api: hns.api() };
}

/** Asks for an endpoint on the network, by a document or by any text. */
export async function create(api: HcnApi, settings: JsonObject | string, id: Guid = NIL_GUID) {
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  return api.HcnCreateEndpoint(given(await api.HcnOpenNetwork(NETWORK)), id, text);
}

/** Creates an endpoint and reads its document. */
export async function created(api: HcnApi, settings: JsonObject): Promise<JsonObject> {
  const handle = given(await create(api, settings));
  return JSON.parse(given(await api.HcnQueryEndpointProperties(handle, '{"SchemaVersion":{"Major":2}}')));
}

/** The value of a call that has to succeed. */
export function given<Value>(reply: HcnReply<Value>): Value {
  if (reply.value === undefined) throw new Error(`HNS gave nothing: ${JSON.stringify(reply)}`);
  return reply.value;
}

export function guid(text: string): Guid {
  const parsed = parseGuid(text);
  if (parsed === undefined) throw new Error(`the test is wrong: "${text}"`);
  return parsed;
}

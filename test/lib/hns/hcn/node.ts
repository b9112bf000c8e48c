import { flannelHostGateway, overlayNetwork } from '../../../../conformance/simulated-hns/fixtures.ts';
import {
  SimulatedHns,
  type SimulatedHnsOptions,
} from '../../../../conformance/simulated-hns/simulated-hns.ts';
import type { EndpointRequest } from '../../../../lib/hns/driver.ts';
import { type Guid, parseGuid } from '../../../../lib/hns/guid.ts';
import { type IpAddress, parseAddress } from '../../../../lib/ip/address.ts';
import { type Cidr, parseCidr } from '../../../../lib/ip/cidr.ts';

export const BRIDGE = guid('A4F0C9B2-7D31-4E5C-9C55-1B2D6E8F7A10');
export const OVERLAY = guid('5E2B7C14-93A8-4C6F-8B0E-2F4D1A6C9E33');
export const POD = guid('C7A1D8E4-2B6F-4D39-9E07-84F1A3B5C2D6');
export const OTHER_POD = guid('C7A1D8E4-2B6F-4D39-9E07-000000000002');
export const NOWHERE = guid('11111111-2222-3333-4444-555555555555');

/** A node as flanneld leaves it, with both kinds of network and two namespaces. */
export function simulatedNode(options: SimulatedHnsOptions = {}): SimulatedHns {
  const bridge = flannelHostGateway({
    id: BRIDGE,
    name: 'cbr0',
    subnet: '10.244.1.0/24',
    more: [{ subnet: 'fd00:1::/64' }],
  });
  return new SimulatedHns({
    networks: [...bridge.networks, overlayNetwork({ id: OVERLAY, name: 'vxlan0', subnet: '10.244.2.0/24' })],
    endpoints: bridge.endpoints,
    namespaces: [{ ID: POD }, { ID: OTHER_POD }],
    ...options,
  });
}

/** A request for an endpoint on the bridge. */
export function endpointRequest(changes: Partial<EndpointRequest> = {}): EndpointRequest {
  return {
    name: '3f9c_cbr0',
    networkId: BRIDGE,
    addresses: [cidr('10.244.1.7/24')],
    routes: [{ destination: cidr('0.0.0.0/0'), nextHop: address('10.244.1.2') }],
    dns: {
      domain: 'cluster.local',
      search: ['svc.cluster.local'],
      servers: ['10.96.0.10'],
      options: ['ndots:5'],
    },
    policies: [{ Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16'] } }],
    ...changes,
  };
}

export function cidr(text: string): Cidr {
  return required(parseCidr(text), text);
}

export function address(text: string): IpAddress {
  return required(parseAddress(text), text);
}

export function guid(text: string): Guid {
  return required(parseGuid(text), text);
}

function required<Value>(value: Value | undefined, text: string): Value {
  if (value === undefined) throw new Error(`the test is wrong: "${text}"`);
  return value;
}

import type { JsonObject } from '../../lib/cni/json.ts';
import { NIL_GUID } from '../../lib/hns/guid.ts';
import { formatAddress } from '../../lib/ip/address.ts';
import { addressAt, formatCidr, networkOf, parseCidr } from '../../lib/ip/cidr.ts';
import { chosenId } from './object-id.ts';

/** A subnet of a network that is to be described; the gateway is the first address when absent. */
export interface SubnetPlan {
  /** CIDR: `10.244.1.0/24`. */
  readonly subnet: string;
  readonly gateway?: string;
}

/** A network as flanneld leaves it. */
export interface NetworkPlan extends SubnetPlan {
  readonly id?: string;
  readonly name?: string;
  /** The node's own address. */
  readonly managementIp?: string;
  /** Further subnets: the IPv6 one of a dual-stack network. */
  readonly more?: readonly SubnetPlan[];
}

const ADAPTER: JsonObject = { Type: 'NetAdapterName', Settings: { NetworkAdapterName: 'Ethernet' } };
const SCHEMA_VERSION: JsonObject = { Major: 2, Minor: 0 };

/**
 * The overlay network of flanneld's vxlan backend: HNS's distributed router is the gateway, and HNS has put in provider address
 * and router MAC.
 *
 * @throws {Error} When a subnet is no CIDR.
 */
export function overlayNetwork(plan: NetworkPlan & { readonly vsid?: number }): JsonObject {
  const { name = 'vxlan0', managementIp = '192.168.79.40', vsid = 4096, more = [] } = plan;
  const vsidPolicy: JsonObject = { Type: 'VSID', Settings: { IsolationId: vsid } };
  return {
    ...ids(plan),
    Name: name,
    Type: 'Overlay',
    Policies: [
      ADAPTER,
      { Type: 'ProviderAddress', Settings: { ProviderAddress: managementIp } },
      { Type: 'DrMacAddress', Settings: { Address: '00-15-5D-91-0C-4B' } },
      { Type: 'HostRoute', Settings: {} },
    ],
    Dns: {},
    Ipams: [
      {
        Type: 'Static',
        Subnets: [plan, ...more].map((subnet) => ({ ...subnetDocument(subnet), Policies: [vsidPolicy] })),
      },
    ],
    Flags: 8,
    Health: { Data: {}, Extra: {} },
    SchemaVersion: SCHEMA_VERSION,
  };
}

/** The network of flanneld's host-gw backend, without the endpoint of the host on it: see {@link hostEndpoint}. */
export function l2bridgeNetwork(plan: NetworkPlan): JsonObject {
  const { name = 'cbr0', managementIp = '192.168.79.39', more = [] } = plan;
  return {
    ...ids(plan),
    Name: name,
    Type: 'L2Bridge',
    Policies: [ADAPTER, { Type: 'ProviderAddress', Settings: { ProviderAddress: managementIp } }],
    Dns: {},
    Ipams: [{ Type: 'Static', Subnets: [plan, ...more].map(subnetDocument) }],
    Flags: 0,
    Health: { Data: {}, Extra: {} },
    SchemaVersion: SCHEMA_VERSION,
  };
}

/**
 * The endpoint `<network>_ep` by which the host itself is on an l2bridge network of flanneld, at the network address + 2: it
 * is the gateway of pods, in the node's own compartment and in no namespace.
 */
export function hostEndpoint(network: JsonObject, { subnet }: SubnetPlan): JsonObject {
  return {
    Name: `${network.Name}_ep`,
    HostComputeNetwork: network.ID,
    IpConfigurations: [{ IpAddress: addressText(subnet, 2n), PrefixLength: cidrOf(subnet).prefixLength }],
    Dns: {},
    SchemaVersion: SCHEMA_VERSION,
  };
}

/** An l2bridge network with the host's endpoint on it, as the lists of a state document. */
export function flannelHostGateway(plan: NetworkPlan): {
  readonly networks: readonly JsonObject[];
  readonly endpoints: readonly JsonObject[];
} {
  const network = l2bridgeNetwork(plan);
  return { networks: [network], endpoints: [hostEndpoint(network, plan)] };
}

function ids({ id }: NetworkPlan): JsonObject {
  return { ID: chosenId(NIL_GUID, id === undefined ? {} : { ID: id }) };
}

function subnetDocument({ subnet, gateway }: SubnetPlan): JsonObject {
  const prefix = networkOf(cidrOf(subnet));
  const DestinationPrefix = prefix.address.family === 4 ? '0.0.0.0/0' : '::/0';
  return {
    IpAddressPrefix: formatCidr(prefix),
    Routes: [{ NextHop: gateway ?? addressText(subnet, 1n), DestinationPrefix }],
  };
}

function addressText(subnet: string, offset: bigint): string {
  const address = addressAt(cidrOf(subnet), offset);
  if (address === undefined) throw new Error(`subnet "${subnet}" has no address ${offset}`);
  return formatAddress(address);
}

function cidrOf(subnet: string): ReturnType<typeof networkOf> {
  const prefix = parseCidr(subnet);
  if (prefix === undefined) throw new Error(`"${subnet}" is no subnet: write it like 10.244.1.0/24`);
  return prefix;
}

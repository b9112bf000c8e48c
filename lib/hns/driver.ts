import type { IpAddress } from '../ip/address.ts';
import type { Cidr } from '../ip/cidr.ts';
import type { Guid } from './guid.ts';
import type { EndpointPolicy } from './policies/endpoint-policy.ts';
import type { HnsVersion } from './version.ts';

/** A subnet HNS serves on a network. */
export interface Subnet {
  readonly prefix: Cidr;
  /** The next hop of the subnet's default route, held by HNS itself. */
  readonly gateway?: IpAddress;
}

/** An HNS network. */
export interface Network {
  readonly id: Guid;
  readonly name: string;
  /** `L2Bridge`, `Overlay` and so on, in whatever letter case HNS reports: compare with {@link isNetworkType}. */
  readonly type: string;
  readonly subnets: readonly Subnet[];
  /** The node's address on the network: `ManagementIP` in version 1, the network policy `ProviderAddress` in version 2. */
  readonly managementAddress?: IpAddress;
}

/** A route of an endpoint. */
export interface EndpointRoute {
  /** `0.0.0.0/0` or `::/0` for the default route of a family. */
  readonly destination: Cidr;
  readonly nextHop: IpAddress;
}

/** DNS settings of an endpoint. */
export interface EndpointDns {
  readonly domain?: string;
  readonly search: readonly string[];
  readonly servers: readonly string[];
  readonly options: readonly string[];
}

/** What HNS is asked for. Without `addresses` it picks one of the network's first subnet. */
export interface EndpointRequest {
  readonly name: string;
  readonly networkId: Guid;
  /** Each with the prefix length of its subnet. */
  readonly addresses: readonly Cidr[];
  readonly routes: readonly EndpointRoute[];
  readonly dns: EndpointDns;
  readonly policies: readonly EndpointPolicy[];
  /** `0E-2A-0a-f4-01-09`: six pairs of hexadecimal digits and dashes. From the network's pool when absent. */
  readonly macAddress?: string;
}

/** An endpoint as HNS reports it. */
export interface Endpoint {
  readonly id: Guid;
  readonly name: string;
  readonly networkId: Guid;
  /** The namespace it is attached to; absent while it is detached. */
  readonly namespaceId?: Guid;
  /** The containers it is attached to, which version 1 goes by (`SharedContainers`); absent or empty for none. */
  readonly containers?: readonly string[];
  readonly addresses: readonly Cidr[];
  readonly routes: readonly EndpointRoute[];
  readonly dns: EndpointDns;
  readonly policies: readonly EndpointPolicy[];
  readonly macAddress: string;
  /** Stands for an endpoint of another node; never one of ours. */
  readonly isRemote: boolean;
}

/**
 * What plugins may ask of the Host Networking Service. Two generations of its API stand behind it; documents differ,
 * these types do not. Every method throws a `CniError`: code 11 for a failure that may pass (service restarting), 100
 * when HNS is not there, 105 for a conflict, 103 for a refusal, with the HRESULT in its details.
 */
export interface HnsDriver {
  version(): Promise<HnsVersion>;
  networks(): Promise<readonly Network[]>;
  /** The network of that exact name, or `undefined`. */
  findNetwork(name: string): Promise<Network | undefined>;
  /** The endpoint of that exact name, or `undefined`. Names are no key in HNS: the first wins. */
  findEndpoint(name: string): Promise<Endpoint | undefined>;
  endpointsOf(networkId: Guid): Promise<readonly Endpoint[]>;
  /** The endpoints in a network namespace, of all networks; none when there is no such namespace. */
  endpointsIn(namespaceId: Guid): Promise<readonly Endpoint[]>;
  /** Creates an endpoint and reads it back. Nothing remains if either fails. */
  createEndpoint(request: EndpointRequest): Promise<Endpoint>;
  /** Absence is an answer, not a failure: DEL must succeed twice. Detaches it if it is attached. */
  deleteEndpoint(id: Guid): Promise<'deleted' | 'absent'>;
  /** Attaches an endpoint to a sandbox. Attached to that very sandbox already is success. */
  attach(endpointId: Guid, sandbox: Sandbox): Promise<void>;
  /** Detaches an endpoint; `absent` when endpoint, sandbox or attachment is gone. */
  detach(endpointId: Guid, sandbox: Sandbox): Promise<'detached' | 'absent'>;
  /** Tells whether a network namespace is there: an endpoint may outlive, on paper, the one it was attached to. */
  namespaceExists(id: Guid): Promise<boolean>;
}

/** Where an endpoint is attached: a network namespace (version 2), or a container of the compute service (version 1). */
export type Sandbox =
  | { readonly kind: 'namespace'; readonly id: Guid }
  | { readonly kind: 'container'; readonly id: string };

/** Compares network types without regard to letter case, which HNS reports as its creator wrote it. */
export function isNetworkType(network: Network, ...types: readonly string[]): boolean {
  return types.some((type) => type.toLowerCase() === network.type.toLowerCase());
}

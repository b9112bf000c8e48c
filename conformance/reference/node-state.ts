import { flannelHostGateway, overlayNetwork } from '../simulated-hns/fixtures.ts';
import type { SimulatedHnsOptions } from '../simulated-hns/simulated-hns.ts';

/** The networks of the node, as flanneld's two backends leave them, by name. */
export type NodeNetwork = 'vxlan0' | 'cbr0';

/** A network's subnet on this node. */
export const SUBNETS: Readonly<Record<NodeNetwork, string>> = {
  vxlan0: '10.244.1.0/24',
  cbr0: '10.244.2.0/24',
};

/** What HNS holds before the first call. The same in every run, down to the IDs. */
export function nodeState(): SimulatedHnsOptions {
  const overlay = { id: '5e2b7c14-93a8-4c6f-8b0e-2f4d1a6c9e33', name: 'vxlan0', subnet: SUBNETS.vxlan0 };
  const bridge = { id: 'a4f0c9b2-7d31-4e5c-9c55-1b2d6e8f7a10', name: 'cbr0', subnet: SUBNETS.cbr0 };
  const { networks, endpoints } = flannelHostGateway(bridge);
  return {
    version: { Major: 15, Minor: 4 },
    networks: [overlayNetwork(overlay), ...networks],
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, ID: 'd1e2f3a4-b5c6-4711-8899-aabbccddeeff' })),
    // The containers of the runtime are not played through
    createNamespaces: true,
    createComputeSystems: true,
  };
}

/** The file flanneld writes, with the subnet of a network. */
export function subnetEnv(network: NodeNetwork): string {
  return [
    'FLANNEL_NETWORK=10.244.0.0/16',
    `FLANNEL_SUBNET=${SUBNETS[network].replace('.0/', '.1/')}`,
    'FLANNEL_MTU=1450',
    'FLANNEL_IPMASQ=true',
    '',
  ].join('\n');
}

/** The namespace of a pod: any GUID, the same for the same pod. */
export function namespaceOf(pod: string): string {
  return `8c1b2a3d-4e5f-4071-8293-${Buffer.from(pod).toString('hex').padEnd(12, '0').slice(-12)}`;
}

import type { JsonObject } from '../../lib/cni/json.ts';

/** A network of the demonstration: what flanneld would have made on a node, and what an operator would configure. */
export interface DemoNetwork {
  /** Name of the CNI network and of the HNS network. */
  readonly name: string;
  /** One line that says what is shown. */
  readonly about: string;
  /** The namespace of the pod; a container runtime would have made it. */
  readonly namespace: string;
  /** The text of flanneld's subnet.env. */
  readonly subnetEnv: string;
  /** Keys of the flannel plugin's `delegate`. */
  readonly delegate: JsonObject;
  /** What HNS holds before the first pod comes, as HCN documents. */
  readonly state: { readonly network: JsonObject; readonly endpoints: readonly JsonObject[] };
}

const CLUSTER = '10.244.0.0/16';
const SERVICES = '10.96.0.0/12';

/** Pods reach the cluster untranslated and services through the node. */
const POLICIES = [
  { Type: 'OutBoundNAT', Settings: { Exceptions: [CLUSTER, SERVICES] } },
  { Type: 'SDNRoute', Settings: { DestinationPrefix: SERVICES, NeedEncap: true } },
].map((value) => ({ name: 'EndpointPolicy', value }));

/** A network of flanneld's vxlan backend. */
export const vxlan0: DemoNetwork = {
  name: 'vxlan0',
  about: 'Overlay: flannel → win-overlay → host-local',
  namespace: '3b1f0c7e-9d52-4f6a-8e21-0a6c5d4b7f10',
  subnetEnv: subnetEnv('10.244.1.1/24'),
  delegate: { type: 'win-overlay', policies: POLICIES },
  state: {
    network: {
      ...network({
        id: '5e2b7c14-93a8-4c6f-8b0e-2f4d1a6c9e33',
        name: 'vxlan0',
        subnet: '10.244.1',
        type: 'Overlay',
      }),
      Policies: [
        { Type: 'NetAdapterName', Settings: { NetworkAdapterName: 'Ethernet' } },
        { Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.40' } },
        { Type: 'DrMacAddress', Settings: { Address: '00-15-5D-91-0C-4B' } },
      ],
      Flags: 8,
    },
    endpoints: [],
  },
};

/** A network of flanneld's host-gw backend, with the node's own endpoint on it, which pods have for a gateway. */
const cbr0: DemoNetwork = {
  name: 'cbr0',
  about: 'L2Bridge: flannel → win-bridge → host-local',
  namespace: '8c4d2e6f-1a3b-4c5d-9e7f-60718293a4b5',
  subnetEnv: subnetEnv('10.244.2.1/24'),
  delegate: { type: 'win-bridge', policies: POLICIES },
  state: {
    network: {
      ...network({
        id: 'a4f0c9b2-7d31-4e5c-9c55-1b2d6e8f7a10',
        name: 'cbr0',
        subnet: '10.244.2',
        type: 'L2Bridge',
      }),
      Policies: [
        { Type: 'NetAdapterName', Settings: { NetworkAdapterName: 'Ethernet' } },
        { Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.40' } },
      ],
      Flags: 0,
    },
    endpoints: [
      {
        ID: 'd1e2f3a4-b5c6-4711-8899-aabbccddeeff',
        Name: 'cbr0_ep',
        HostComputeNetwork: 'a4f0c9b2-7d31-4e5c-9c55-1b2d6e8f7a10',
        HostComputeNamespace: '00000000-0000-0000-0000-000000000000',
        Policies: [],
        IpConfigurations: [{ IpAddress: '10.244.2.2', PrefixLength: 24 }],
        Dns: {},
        Routes: [],
        MacAddress: '00-15-5D-3C-C0-01',
        Flags: 0,
        SchemaVersion: { Major: 2, Minor: 0 },
      },
    ],
  },
};

/** Two networks with a subnet each. */
export const DEMO_NETWORKS: readonly DemoNetwork[] = [vxlan0, cbr0];

function subnetEnv(subnet: string): string {
  const lines = [
    `FLANNEL_NETWORK=${CLUSTER}`,
    `FLANNEL_SUBNET=${subnet}`,
    'FLANNEL_MTU=1450',
    'FLANNEL_IPMASQ=true',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function network(of: {
  readonly id: string;
  readonly name: string;
  readonly subnet: string;
  readonly type: string;
}): JsonObject {
  const routes = [{ NextHop: `${of.subnet}.1`, DestinationPrefix: '0.0.0.0/0' }];
  const vsid = of.type === 'Overlay' ? [{ Type: 'VSID', Settings: { IsolationId: 4096 } }] : [];
  const subnet = { IpAddressPrefix: `${of.subnet}.0/24`, Policies: vsid, Routes: routes };
  return {
    ID: of.id,
    Name: of.name,
    Type: of.type,
    MacPool: { Ranges: [{ StartMacAddress: '00-15-5D-3C-C0-00', EndMacAddress: '00-15-5D-3C-CF-FF' }] },
    Dns: {},
    Ipams: [{ Type: 'Static', Subnets: [subnet] }],
    SchemaVersion: { Major: 2, Minor: 0 },
  };
}

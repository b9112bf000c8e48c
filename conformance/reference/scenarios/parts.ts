import type { JsonObject } from '../../../lib/cni/json.ts';
import { type NodeNetwork, SUBNETS } from '../node-state.ts';
import type { Step } from '../scenario.ts';

/** The addresses of services, which every usual configuration of a Windows node has exceptions for. */
const SERVICES = '10.96.0.0/12';

/** What microsoft/SDN configures on every node: no translation within the cluster, services by way of the host. */
export const POLICIES: JsonObject = policies(
  { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16', SERVICES] } },
  { Type: 'SDNRoute', Settings: { DestinationPrefix: SERVICES, NeedEncap: true } },
);

/** The same in the form of version 1. */
export const VERSION_1_POLICIES: JsonObject = policies(
  { Type: 'OutBoundNAT', ExceptionList: ['10.244.0.0/16', SERVICES] },
  { Type: 'ROUTE', DestinationPrefix: SERVICES, NeedEncap: true },
);

/** Policies as a configuration lists them. */
export function policies(...values: readonly JsonObject[]): JsonObject {
  return { policies: values.map((value) => ({ name: 'EndpointPolicy', value })) };
}

/** Addresses by host-local, of the network's subnet on this node. */
export function hostLocal(network: NodeNetwork, more: JsonObject = {}): JsonObject {
  return { ipam: { type: 'host-local', subnet: SUBNETS[network], ...more } };
}

/** What a node has that has run pods before: the last lease it gave was the ninth. */
export function lastLease(network: NodeNetwork): Readonly<Record<string, string>> {
  return {
    [`var/lib/cni/networks/${network}/last_reserved_ip.0`]: SUBNETS[network].replace('.0/24', '.9'),
  };
}

/** The life of a pod, and a runtime that repeats itself at its end. */
export const LIFE: readonly Step[] = [{ verb: 'ADD' }, { verb: 'CHECK' }, { verb: 'DEL' }, { verb: 'DEL' }];

/** Of 0.3.1 and older there is no CHECK. */
export const OLD_LIFE: readonly Step[] = [{ verb: 'ADD' }, { verb: 'DEL' }, { verb: 'DEL' }];

/** Upgraded with running pods: what the Go plugins made is ours to check and remove. */
export const TAKEN_OVER: readonly Step[] = [
  { verb: 'ADD', by: 'reference' },
  { verb: 'CHECK' },
  { verb: 'DEL' },
  { verb: 'DEL' },
];

/** Rolled back with running pods. */
export const HANDED_BACK: readonly Step[] = [
  { verb: 'ADD' },
  { verb: 'CHECK' },
  { verb: 'DEL', by: 'reference' },
  { verb: 'DEL', by: 'reference' },
];

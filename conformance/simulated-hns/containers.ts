import type { JsonObject } from '../../lib/cni/json.ts';
import { numberMember, objectMember, textsMember } from '../../lib/hns/hcn/members.ts';
import type { EndpointDocument } from './documents.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

/** The containers an endpoint is attached to through version 1: `SharedContainers`, in version 2 under `Health.Extra`. */
export function containersOf(endpoint: EndpointDocument): readonly string[] {
  return textsMember(objectMember(objectMember(endpoint, 'Health'), 'Extra'), 'SharedContainers');
}

/** @throws {Refusal} When the endpoint is attached to that container already. */
export function shareWith(state: HnsState, endpoint: EndpointDocument, container: string): void {
  const containers = containersOf(endpoint);
  if (containers.some((other) => isSame(other, container)))
    throw new Refusal(state.conduct.secondAttach, container);
  state.endpoints.set(withContainers(endpoint, [...containers, container]));
}

/** @throws {Refusal} When the endpoint is not attached to that container. */
export function unshareFrom(state: HnsState, endpoint: EndpointDocument, container: string): void {
  const containers = containersOf(endpoint);
  const others = containers.filter((other) => !isSame(other, container));
  if (others.length === containers.length) throw new Refusal(state.conduct.notAttached, container);
  state.endpoints.set(withContainers(endpoint, others));
}

/** The compartment of the node itself, which flanneld's bridge endpoint is attached to. */
const HOST_COMPARTMENT = 1;

/** Tells whether an endpoint is attached to the node itself. */
export function isOnHost(endpoint: EndpointDocument): boolean {
  return numberMember(endpoint, 'CompartmentId') === HOST_COMPARTMENT;
}

/** @throws {Refusal} When the endpoint is attached to the node already. */
export function attachToHost(state: HnsState, endpoint: EndpointDocument): void {
  if (isOnHost(endpoint)) throw new Refusal(state.conduct.secondAttach, endpoint.ID);
  state.endpoints.set({ ...endpoint, CompartmentId: HOST_COMPARTMENT });
}

/** @throws {Refusal} When the endpoint is not attached to the node. */
export function detachFromHost(state: HnsState, endpoint: EndpointDocument): void {
  if (!isOnHost(endpoint)) throw new Refusal(state.conduct.notAttached, endpoint.ID);
  const { CompartmentId: _, ...rest } = endpoint;
  state.endpoints.set(rest as EndpointDocument); // what is taken away is none of its members
}

function withContainers(endpoint: EndpointDocument, containers: readonly string[]): EndpointDocument {
  const health = objectMember(endpoint, 'Health');
  const { SharedContainers: _, ...extra } = objectMember(health, 'Extra');
  const shared: JsonObject = containers.length === 0 ? {} : { SharedContainers: containers };
  return { ...endpoint, Health: { ...health, Extra: { ...extra, ...shared } } };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

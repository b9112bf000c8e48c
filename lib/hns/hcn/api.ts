import type { Guid } from '../guid.ts';

/** An HRESULT as an unsigned 32-bit number: 0 is S_OK, bit 31 set is a failure. */
export type HResult = number;

declare const brand: unique symbol;

/** An open handle of computenetwork.dll or vmcompute.dll; only the API that gave it understands it. Close each exactly once. */
export type HcnHandle = bigint & { readonly [brand]: 'HcnHandle' };

/** What one call answers: its HRESULT, the out parameter on success, the error record's JSON on failure. */
export interface HcnReply<Value> {
  readonly hresult: HResult;
  readonly value?: Value;
  readonly errorRecord?: string;
}

/** A call without an out parameter. */
export type HcnDone = HcnReply<never>;

/**
 * computenetwork.dll (reference: computenetwork.h) and what HNS's version 1 needs of vmcompute.dll (hcsshim,
 * internal/vmcompute), function for function. Documents are JSON text in both directions. Calls never reject on an HRESULT; they reject with a `CniError` (code 100 or 11) when
 * the service itself cannot be reached.
 */
export interface HcnApi {
  HcnEnumerateNetworks(query: string): Promise<HcnReply<string>>;
  HcnCreateNetwork(id: Guid, settings: string): Promise<HcnReply<HcnHandle>>;
  HcnOpenNetwork(id: Guid): Promise<HcnReply<HcnHandle>>;
  HcnModifyNetwork(network: HcnHandle, settings: string): Promise<HcnDone>;
  HcnQueryNetworkProperties(network: HcnHandle, query: string): Promise<HcnReply<string>>;
  HcnDeleteNetwork(id: Guid): Promise<HcnDone>;
  HcnCloseNetwork(network: HcnHandle): Promise<HcnDone>;
  HcnEnumerateEndpoints(query: string): Promise<HcnReply<string>>;
  HcnCreateEndpoint(network: HcnHandle, id: Guid, settings: string): Promise<HcnReply<HcnHandle>>;
  HcnOpenEndpoint(id: Guid): Promise<HcnReply<HcnHandle>>;
  HcnModifyEndpoint(endpoint: HcnHandle, settings: string): Promise<HcnDone>;
  HcnQueryEndpointProperties(endpoint: HcnHandle, query: string): Promise<HcnReply<string>>;
  HcnDeleteEndpoint(id: Guid): Promise<HcnDone>;
  HcnCloseEndpoint(endpoint: HcnHandle): Promise<HcnDone>;
  HcnEnumerateNamespaces(query: string): Promise<HcnReply<string>>;
  HcnCreateNamespace(id: Guid, settings: string): Promise<HcnReply<HcnHandle>>;
  HcnOpenNamespace(id: Guid): Promise<HcnReply<HcnHandle>>;
  HcnModifyNamespace(namespace: HcnHandle, settings: string): Promise<HcnDone>;
  HcnQueryNamespaceProperties(namespace: HcnHandle, query: string): Promise<HcnReply<string>>;
  HcnDeleteNamespace(id: Guid): Promise<HcnDone>;
  HcnCloseNamespace(namespace: HcnHandle): Promise<HcnDone>;
  /** The version 1 door: method `GET`, `POST` or `DELETE`, a path such as `/globals/version`, a body or `''`. */
  HNSCall(method: string, path: string, request: string): Promise<HcnReply<string>>;
  /** The compute system of a container, by the container's ID. */
  HcsOpenComputeSystem(id: string): Promise<HcnReply<HcnHandle>>;
  HcsGetComputeSystemProperties(system: HcnHandle, query: string): Promise<HcnReply<string>>;
  HcsModifyComputeSystem(system: HcnHandle, configuration: string): Promise<HcnDone>;
  HcsCloseComputeSystem(system: HcnHandle): Promise<HcnDone>;
}

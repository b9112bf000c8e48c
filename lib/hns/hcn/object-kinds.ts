import type { Guid } from '../guid.ts';
import type { HcnApi, HcnDone, HcnHandle, HcnReply } from './api.ts';
import type { HcnFunction } from './functions.ts';

/** The four calls by which objects of one kind are read. */
export interface ObjectKind {
  /** For messages: `network`. */
  readonly noun: string;
  readonly names: {
    readonly enumerate: HcnFunction;
    readonly open: HcnFunction;
    readonly query: HcnFunction;
  };
  enumerate(query: string): Promise<HcnReply<string>>;
  open(id: Guid): Promise<HcnReply<HcnHandle>>;
  query(handle: HcnHandle, query: string): Promise<HcnReply<string>>;
  close(handle: HcnHandle): Promise<HcnDone>;
}

/** Networks of an HCN API. */
export function networkKind(api: HcnApi): ObjectKind {
  return {
    noun: 'network',
    names: {
      enumerate: 'HcnEnumerateNetworks',
      open: 'HcnOpenNetwork',
      query: 'HcnQueryNetworkProperties',
    },
    enumerate: (query) => api.HcnEnumerateNetworks(query),
    open: (id) => api.HcnOpenNetwork(id),
    query: (handle, query) => api.HcnQueryNetworkProperties(handle, query),
    close: (handle) => api.HcnCloseNetwork(handle),
  };
}

/** Endpoints of an HCN API. */
export function endpointKind(api: HcnApi): ObjectKind {
  return {
    noun: 'endpoint',
    names: {
      enumerate: 'HcnEnumerateEndpoints',
      open: 'HcnOpenEndpoint',
      query: 'HcnQueryEndpointProperties',
    },
    enumerate: (query) => api.HcnEnumerateEndpoints(query),
    open: (id) => api.HcnOpenEndpoint(id),
    query: (handle, query) => api.HcnQueryEndpointProperties(handle, query),
    close: (handle) => api.HcnCloseEndpoint(handle),
  };
}

/** Network namespaces of an HCN API. */
export function namespaceKind(api: HcnApi): ObjectKind {
  return {
    noun: 'namespace',
    names: {
      enumerate: 'HcnEnumerateNamespaces',
      open: 'HcnOpenNamespace',
      query: 'HcnQueryNamespaceProperties',
    },
    enumerate: (query) => api.HcnEnumerateNamespaces(query),
    open: (id) => api.HcnOpenNamespace(id),
    query: (handle, query) => api.HcnQueryNamespaceProperties(handle, query),
    close: (handle) => api.HcnCloseNamespace(handle),
  };
}

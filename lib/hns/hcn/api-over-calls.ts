import type { HcnApi, HcnDone, HcnHandle, HcnReply } from './api.ts';
import type { HcnFunction } from './functions.ts';

/**
 * One call by name with its arguments as text, handles in decimal. This is how the API crosses a wire: a call is a line
 * out and a line back, and a reply holds what the function's out parameters held.
 */
export type HcnCall = (name: HcnFunction, args: readonly string[]) => Promise<HcnReply<string>>;

/** The HCN API on top of {@link HcnCall}. */
export function apiOverCalls(call: HcnCall): HcnApi {
  const document = (name: HcnFunction, ...args: readonly string[]) => call(name, args);
  const handle = async (name: HcnFunction, ...args: readonly string[]) => withHandle(await call(name, args));
  const nothing = async (name: HcnFunction, ...args: readonly string[]) =>
    withoutValue(await call(name, args));
  return {
    HcnEnumerateNetworks: (query) => document('HcnEnumerateNetworks', query),
    HcnCreateNetwork: (id, settings) => handle('HcnCreateNetwork', id, settings),
    HcnOpenNetwork: (id) => handle('HcnOpenNetwork', id),
    HcnModifyNetwork: (network, settings) => nothing('HcnModifyNetwork', `${network}`, settings),
    HcnQueryNetworkProperties: (network, query) => document('HcnQueryNetworkProperties', `${network}`, query),
    HcnDeleteNetwork: (id) => nothing('HcnDeleteNetwork', id),
    HcnCloseNetwork: (network) => nothing('HcnCloseNetwork', `${network}`),
    HcnEnumerateEndpoints: (query) => document('HcnEnumerateEndpoints', query),
    HcnCreateEndpoint: (network, id, settings) => handle('HcnCreateEndpoint', `${network}`, id, settings),
    HcnOpenEndpoint: (id) => handle('HcnOpenEndpoint', id),
    HcnModifyEndpoint: (endpoint, settings) => nothing('HcnModifyEndpoint', `${endpoint}`, settings),
    HcnQueryEndpointProperties: (endpoint, query) =>
      document('HcnQueryEndpointProperties', `${endpoint}`, query),
    HcnDeleteEndpoint: (id) => nothing('HcnDeleteEndpoint', id),
    HcnCloseEndpoint: (endpoint) => nothing('HcnCloseEndpoint', `${endpoint}`),
    HcnEnumerateNamespaces: (query) => document('HcnEnumerateNamespaces', query),
    HcnCreateNamespace: (id, settings) => handle('HcnCreateNamespace', id, settings),
    HcnOpenNamespace: (id) => handle('HcnOpenNamespace', id),
    HcnModifyNamespace: (namespace, settings) => nothing('HcnModifyNamespace', `${namespace}`, settings),
    HcnQueryNamespaceProperties: (namespace, query) =>
      document('HcnQueryNamespaceProperties', `${namespace}`, query),
    HcnDeleteNamespace: (id) => nothing('HcnDeleteNamespace', id),
    HcnCloseNamespace: (namespace) => nothing('HcnCloseNamespace', `${namespace}`),
    HNSCall: (method, path, request) => document('HNSCall', method, path, request),
    HcsOpenComputeSystem: (id) => handle('HcsOpenComputeSystem', id),
    HcsGetComputeSystemProperties: (system, query) =>
      document('HcsGetComputeSystemProperties', `${system}`, query),
    HcsModifyComputeSystem: (system, configuration) =>
      nothing('HcsModifyComputeSystem', `${system}`, configuration),
    HcsCloseComputeSystem: (system) => nothing('HcsCloseComputeSystem', `${system}`),
  };
}

function withHandle({ value, ...rest }: HcnReply<string>): HcnReply<HcnHandle> {
  return value === undefined ? rest : { ...rest, value: BigInt(value) as HcnHandle };
}

function withoutValue({ value: _, ...rest }: HcnReply<string>): HcnDone {
  return rest;
}

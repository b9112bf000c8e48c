import type { HResult } from './hcn/api.ts';
import { isFailure, symbolOf } from './hresult.ts';
import { HRESULTS, type HresultSymbol } from './hresult-symbols.ts';

/**
 * What an HRESULT means for the one who asked. `already done` is success only where a read-back shows the state that
 * was asked for. `not found` is an answer on a find, a detach and a delete, and a refusal elsewhere.
 */
export type HresultClass =
  | 'not found'
  | 'already done'
  | 'conflict'
  | 'transient'
  | 'configuration'
  | 'host'
  | 'other';

const CLASSES: readonly (readonly [HresultClass, readonly HresultSymbol[]])[] = [
  [
    'not found',
    [
      'HCN_E_NETWORK_NOT_FOUND',
      'HCN_E_ENDPOINT_NOT_FOUND',
      'HCN_E_SUBNET_NOT_FOUND',
      'HCN_E_PORT_NOT_FOUND',
      'GCN_E_NETCOMPARTMENT_NOT_FOUND',
      'ERROR_NOT_FOUND',
      'ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND',
    ],
  ],
  [
    'already done',
    [
      'HCN_E_ENDPOINT_ALREADY_ATTACHED',
      'HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS',
      'HCN_E_POLICY_ALREADY_EXISTS',
      'HCN_INTERFACEPARAMETERS_ALREADY_APPLIED',
    ],
  ],
  [
    'conflict',
    [
      'HCN_E_NETWORK_ALREADY_EXISTS',
      'HCN_E_PORT_ALREADY_EXISTS',
      'HCN_E_ENTITY_HAS_REFERENCES',
      'HCN_E_ADDR_INVALID_OR_RESERVED',
      'ERROR_ALREADY_EXISTS',
      'ERROR_OBJECT_ALREADY_EXISTS',
    ],
  ],
  [
    'transient',
    [
      'HCN_E_MANAGER_STOPPED',
      'GCN_E_NETADAPTER_TIMEOUT',
      'ERROR_SERVICE_REQUEST_TIMEOUT',
      'ERROR_SERVICE_NOT_ACTIVE',
      'ERROR_SHUTDOWN_IN_PROGRESS',
      'EPT_S_NOT_REGISTERED',
      'ERROR_TIMEOUT',
      'ERROR_SEM_TIMEOUT',
      'ERROR_BUSY',
      'ERROR_SHARING_VIOLATION',
      'ERROR_RETRY',
      'ERROR_OPERATION_ABORTED',
      'RPC_E_SERVERFAULT',
      'RPC_E_DISCONNECTED',
      'ERROR_VMCOMPUTE_OPERATION_PENDING',
      'ERROR_VMCOMPUTE_TIMEOUT',
      'ERROR_VMCOMPUTE_CONNECTION_CLOSED',
    ],
  ],
  [
    'configuration',
    [
      'HCN_E_INVALID_NETWORK',
      'HCN_E_INVALID_NETWORK_TYPE',
      'HCN_E_INVALID_ENDPOINT',
      'HCN_E_INVALID_POLICY',
      'HCN_E_INVALID_POLICY_TYPE',
      'HCN_E_INVALID_REMOTE_ENDPOINT_OPERATION',
      'HCN_E_REQUEST_UNSUPPORTED',
      'HCN_E_MAPPING_NOT_SUPPORTED',
      'HCN_E_GUID_CONVERSION_FAILURE',
      'HCN_E_INVALID_JSON',
      'HCN_E_INVALID_JSON_REFERENCE',
      'HCN_E_ENDPOINT_SHARING_DISABLED',
      'HCN_E_INVALID_IP',
      'HCN_E_INVALID_INTERNAL_PORT',
      'HCN_E_INVALID_PREFIX',
      'HCN_E_INVALID_SUBNET',
      'HCN_E_INVALID_IP_SUBNET',
      'E_INVALIDARG',
      'ERROR_INVALID_DATA',
      'ERROR_NOT_SUPPORTED',
      'E_NOTIMPL',
    ],
  ],
  [
    'host',
    [
      'ERROR_ACCESS_DENIED',
      'ERROR_SERVICE_DISABLED',
      'ERROR_SERVICE_DOES_NOT_EXIST',
      'ERROR_MOD_NOT_FOUND',
      'ERROR_PROC_NOT_FOUND',
      'HCN_E_ADAPTER_NOT_FOUND',
      'HCN_E_REGKEY_FAILURE',
      'HCN_E_SWITCH_EXTENSION_NOT_FOUND',
    ],
  ],
];

/**
 * Tells whether a failure says why the service did not do what it was asked for. One that says "busy", "call failed" or
 * nothing ("unspecified error") may come from half-way: what was to be made may be there.
 */
export function isRefusal(hresult: HResult): boolean {
  return isFailure(hresult) && !['transient', 'other'].includes(classOf(hresult));
}

/**
 * The class of an HRESULT; `other` for a success without more to say. Which codes are transient is this project's judgement,
 * not documented by Microsoft.
 */
export function classOf(hresult: HResult): HresultClass {
  if (hresult === HRESULTS.S_OK) return 'other';
  if (isRpcServerFailure(hresult)) return 'transient';
  const symbol = symbolOf(hresult);
  if (symbol === undefined) return 'other';
  for (const [name, symbols] of CLASSES) {
    if (symbols.includes(symbol)) return name;
  }
  return 'other';
}

/**
 * Tells whether a detach failed because there was nothing left to do. A delete is done only where the object was not found:
 * one that "is not attached" is still there.
 */
export function isAbsence(hresult: HResult): boolean {
  return classOf(hresult) === 'not found' || symbolOf(hresult) === 'HCN_E_ENDPOINT_NOT_ATTACHED';
}

/** RPC_S_SERVER_UNAVAILABLE to RPC_S_CALL_FAILED_DNE: the service went away under the call. */
function isRpcServerFailure(hresult: HResult): boolean {
  const unsigned = hresult >>> 0;
  return unsigned >= 0x800706ba && unsigned <= 0x800706bf;
}

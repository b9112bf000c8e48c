import type { HResult } from '../../lib/hns/hcn/api.ts';
import { formatHresult } from '../../lib/hns/hresult.ts';
import { HRESULTS } from '../../lib/hns/hresult-symbols.ts';

const MESSAGES: ReadonlyMap<HResult, string> = new Map([
  [HRESULTS.HCN_E_NETWORK_NOT_FOUND, 'The network was not found.'],
  [HRESULTS.HCN_E_ENDPOINT_NOT_FOUND, 'The endpoint was not found.'],
  [HRESULTS.HCN_E_ADAPTER_NOT_FOUND, 'An adapter was not found.'],
  [HRESULTS.HCN_E_INVALID_POLICY, 'The provided policy configuration is invalid or missing parameters.'],
  [HRESULTS.HCN_E_INVALID_POLICY_TYPE, 'The provided policy type is invalid.'],
  [HRESULTS.HCN_E_PORT_ALREADY_EXISTS, 'The specified port already exists.'],
  [HRESULTS.HCN_E_ENDPOINT_ALREADY_ATTACHED, 'This endpoint is already attached to the switch.'],
  [HRESULTS.HCN_E_REQUEST_UNSUPPORTED, 'The specified request is unsupported.'],
  [HRESULTS.HCN_E_INVALID_JSON, 'Invalid JSON document string.'],
  [HRESULTS.HCN_E_ADDR_INVALID_OR_RESERVED, 'An address provided is invalid or reserved.'],
  [HRESULTS.ERROR_NOT_FOUND, 'Element not found.'],
  [HRESULTS.E_INVALIDARG, 'The parameter is incorrect.'],
]);

/** The system's message for an HRESULT, without the blank records end in; its name where the wording is not known. */
export function systemMessage(hresult: HResult): string {
  return MESSAGES.get(hresult) ?? `${formatHresult(hresult)}.`;
}

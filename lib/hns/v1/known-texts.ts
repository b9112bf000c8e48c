import type { HResult } from '../hcn/api.ts';
import { HRESULTS } from '../hresult-symbols.ts';

/**
 * What older hosts say instead of an HRESULT: the system's message for it, in English because HNS runs in the language
 * of the image and server images for containers have no other.
 */
const KNOWN_TEXTS: ReadonlyMap<string, HResult> = new Map([
  ['the network was not found', HRESULTS.HCN_E_NETWORK_NOT_FOUND],
  ['the endpoint was not found', HRESULTS.HCN_E_ENDPOINT_NOT_FOUND],
  ['element not found', HRESULTS.ERROR_NOT_FOUND],
  ['an adapter was not found', HRESULTS.HCN_E_ADAPTER_NOT_FOUND],
  ['the provided policy configuration is invalid or missing parameters', HRESULTS.HCN_E_INVALID_POLICY],
  ['the specified port already exists', HRESULTS.HCN_E_PORT_ALREADY_EXISTS],
  ['this endpoint is already attached to the switch', HRESULTS.HCN_E_ENDPOINT_ALREADY_ATTACHED],
  ['the specified request is unsupported', HRESULTS.HCN_E_REQUEST_UNSUPPORTED],
  ['an address provided is invalid or reserved', HRESULTS.HCN_E_ADDR_INVALID_OR_RESERVED],
  ['the parameter is incorrect', HRESULTS.E_INVALIDARG],
]);

/**
 * The HRESULT behind the `Error` of an envelope that came under S_OK: there the text alone says what happened, so this
 * is the one place where text decides.
 *
 * @returns ERROR_GEN_FAILURE for a text nobody has seen.
 */
export function hresultOfText(text: string): HResult {
  const words = text.trim().replace(/\.$/, '').toLowerCase();
  return KNOWN_TEXTS.get(words) ?? HRESULTS.ERROR_GEN_FAILURE;
}

import type { Endpoint } from '../driver.ts';
import type { Guid } from '../guid.ts';
import type { HcnApi } from '../hcn/api.ts';
import { refusalOf } from '../hresult-error.ts';
import { HRESULTS } from '../hresult-symbols.ts';
import { endpointById } from './find-endpoint.ts';

/**
 * The endpoint that is about to be attached.
 *
 * @param attempted What it is for, to follow "Cannot".
 * @throws {CniError} Code 103 when HNS does not have it.
 */
export async function requireEndpoint(api: HcnApi, id: Guid, attempted: string): Promise<Endpoint> {
  const endpoint = await endpointById(api, id);
  if (endpoint !== undefined) return endpoint;
  throw refusalOf({
    attempted,
    call: `HNSCall GET /endpoints/${id}`,
    hresult: HRESULTS.HCN_E_ENDPOINT_NOT_FOUND,
  });
}

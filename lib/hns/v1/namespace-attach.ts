import { CniError, CniErrorCode } from '../../cni/error.ts';
import { type Guid, sameGuid } from '../guid.ts';
import type { HcnApi } from '../hcn/api.ts';
import { formatHresult } from '../hresult.ts';
import { classOf, isAbsence } from '../hresult-class.ts';
import { requireDone, send, type V1Request } from './request.ts';
import { requireEndpoint } from './require-endpoint.ts';

/** An endpoint and the namespace it is to be in. */
interface Placement {
  readonly endpointId: Guid;
  readonly namespaceId: Guid;
}

/**
 * Adds an endpoint to a network namespace, which version 1 can since Windows Server 2019. In that very namespace already
 * is success.
 *
 * @throws {CniError} Code 105 when it is in another namespace, 103 when there is no such namespace or endpoint.
 */
export async function attachToNamespace(api: HcnApi, placement: Placement): Promise<void> {
  const { endpointId, namespaceId } = placement;
  const attempted = `attach HNS endpoint ${endpointId} to namespace ${namespaceId}`;
  const isThere = async () => {
    const { namespaceId: holder } = await requireEndpoint(api, endpointId, attempted);
    if (holder === undefined || sameGuid(holder, namespaceId)) return holder !== undefined;
    throw conflict(attempted, `The endpoint is in namespace ${holder}`);
  };
  if (await isThere()) return;
  const request = resourceRequest('addresource', placement, attempted);
  const answer = await send(api, request);
  switch (classOf(answer.hresult)) {
    case 'not found':
      throw missingNamespace(attempted, answer.hresult);
    case 'already done':
      if (await isThere()) return;
      throw conflict(
        attempted,
        `HNSCall answered ${formatHresult(answer.hresult)}, and the endpoint is in none`,
      );
    default:
      requireDone(answer, request);
  }
}

/** Removes an endpoint from a network namespace; `absent` when endpoint, namespace or attachment is gone. */
export async function detachFromNamespace(api: HcnApi, placement: Placement): Promise<'detached' | 'absent'> {
  const attempted = `detach HNS endpoint ${placement.endpointId} from namespace ${placement.namespaceId}`;
  const request = resourceRequest('removeresource', placement, attempted);
  const answer = await send(api, request);
  if (isAbsence(answer.hresult)) return 'absent';
  requireDone(answer, request);
  return 'detached';
}

function resourceRequest(
  action: 'addresource' | 'removeresource',
  { endpointId, namespaceId }: Placement,
  attempted: string,
): V1Request {
  return {
    attempted,
    method: 'POST',
    path: `/namespaces/${namespaceId}/${action}`,
    body: { Type: 'Endpoint', Data: { Id: endpointId } },
  };
}

function conflict(attempted: string, found: string): CniError {
  return new CniError({
    code: CniErrorCode.attachmentConflict,
    msg: `Cannot ${attempted}`,
    details: `${found}. DEL of the attachment that holds it frees it`,
  });
}

function missingNamespace(attempted: string, hresult: number): CniError {
  return new CniError({
    code: CniErrorCode.hnsRefused,
    msg: `Cannot ${attempted}`,
    details:
      `There is no such namespace (HNSCall answered ${formatHresult(hresult)}). The runtime makes it before ADD and ` +
      'removes it after DEL: the sandbox may be gone already; compare Get-HnsNamespace',
  });
}

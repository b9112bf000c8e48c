import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { Endpoint } from '../driver.ts';
import type { Guid } from '../guid.ts';
import type { HcnApi, HcnReply } from '../hcn/api.ts';
import { outcomeOf, requireSuccess, requireValue } from '../hcn/calls.ts';
import type { HcnFunction } from '../hcn/functions.ts';
import { closing } from '../hcn/handles.ts';
import { formatHresult, symbolOf } from '../hresult.ts';
import { classOf, isAbsence } from '../hresult-class.ts';
import type { HresultSymbol } from '../hresult-symbols.ts';
import { MissingContainer } from '../missing-container.ts';
import { endpointById } from './find-endpoint.ts';
import { requireDone, send, type V1Request } from './request.ts';
import { requireEndpoint } from './require-endpoint.ts';

/** A change of a container's network while it runs. */
interface HotChange {
  readonly endpointId: Guid;
  readonly container: string;
  readonly requestType: 'Add' | 'Remove';
  readonly attempted: string;
}

/**
 * Attaches an endpoint to a running container. Attached to it already is success.
 *
 * @throws {MissingContainer} When the compute service does not know the container.
 * @throws {CniError} When there is no such endpoint, or the compute service refuses.
 */
export async function hotAttach(api: HcnApi, endpointId: Guid, container: string): Promise<void> {
  const attempted = `attach HNS endpoint ${endpointId} to container "${container}"`;
  if (isAttached(await requireEndpoint(api, endpointId, attempted), container)) return;
  const { reply, call } = await changeNetwork(api, { endpointId, container, requestType: 'Add', attempted });
  if (symbolOf(outcomeOf(reply)) === 'ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND') {
    throw new MissingContainer(container, `${call} answered ${formatHresult(outcomeOf(reply))}`);
  }
  if (classOf(outcomeOf(reply)) !== 'already done') {
    requireSuccess(reply, { attempted, call });
  } else if (!isAttached(await requireEndpoint(api, endpointId, attempted), container)) {
    throw new CniError({
      code: CniErrorCode.attachmentConflict,
      msg: `Cannot ${attempted}`,
      details:
        `${call} answered ${formatHresult(outcomeOf(reply))}, and the container is not among those the ` +
        'endpoint is attached to. DEL of the attachment that holds it frees it (see Get-HnsEndpoint)',
    });
  }
}

/**
 * Detaches an endpoint from a container; `absent` when endpoint, container or attachment is gone.
 *
 * @throws {CniError} When HNS or the compute service refuses.
 */
export async function hotDetach(
  api: HcnApi,
  endpointId: Guid,
  container: string,
): Promise<'detached' | 'absent'> {
  const attempted = `detach HNS endpoint ${endpointId} from container "${container}"`;
  const endpoint = await endpointById(api, endpointId);
  if (endpoint === undefined || !isAttached(endpoint, container)) return 'absent';
  const { reply, call } = await changeNetwork(api, {
    endpointId,
    container,
    requestType: 'Remove',
    attempted,
  });
  if (isGone(reply)) return forget(api, { endpointId, container, attempted });
  if (isAbsence(outcomeOf(reply))) return 'absent';
  requireSuccess(reply, { attempted, call });
  return 'detached';
}

/** The reply to the change, or to the opening that came before it and failed. */
async function changeNetwork(
  api: HcnApi,
  { endpointId, container, requestType, attempted }: HotChange,
): Promise<{ readonly reply: HcnReply<unknown>; readonly call: HcnFunction }> {
  const opened = await api.HcsOpenComputeSystem(container);
  if (isGone(opened)) return { reply: opened, call: 'HcsOpenComputeSystem' };
  const system = requireValue(opened, { attempted, call: 'HcsOpenComputeSystem' });
  const sent = { ResourceType: 'Network', Settings: endpointId, RequestType: requestType };
  const reply = await closing(
    system,
    (handle) => api.HcsCloseComputeSystem(handle),
    () => api.HcsModifyComputeSystem(system, JSON.stringify(sent)),
  );
  return { reply, call: 'HcsModifyComputeSystem' };
}

const GONE: readonly HresultSymbol[] = [
  'ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND',
  'ERROR_VMCOMPUTE_SYSTEM_ALREADY_STOPPED',
  'ERROR_VMCOMPUTE_UNEXPECTED_EXIT',
  'ERROR_VMCOMPUTE_TERMINATED',
  // What a container that is ending, or has just ended, answers to every change (hcsshim takes it so on removal, too)
  'ERROR_VMCOMPUTE_INVALID_STATE',
];

/** The container does not exist, or does not run any more. */
function isGone(reply: HcnReply<unknown>): boolean {
  const symbol = symbolOf(outcomeOf(reply));
  return symbol !== undefined && GONE.includes(symbol);
}

/**
 * Has HNS forget a container that is gone. Only a failure that may pass counts: nothing is attached any more, and what
 * stands on paper goes with the endpoint.
 */
async function forget(
  api: HcnApi,
  { endpointId, container, attempted }: Omit<HotChange, 'requestType'>,
): Promise<'absent'> {
  const request: V1Request = {
    attempted,
    method: 'POST',
    path: `/endpoints/${endpointId}/detach`,
    body: { ContainerId: container, SystemType: 'Container' },
  };
  const answer = await send(api, request);
  if (classOf(answer.hresult) === 'transient') requireDone(answer, request);
  return 'absent';
}

function isAttached({ containers = [] }: Endpoint, container: string): boolean {
  return containers.some((other) => other.toLowerCase() === container.toLowerCase());
}

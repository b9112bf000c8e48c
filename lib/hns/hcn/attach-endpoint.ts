import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { Sandbox } from '../driver.ts';
import { type Guid, sameGuid } from '../guid.ts';
import { formatHresult } from '../hresult.ts';
import { classOf, isAbsence } from '../hresult-class.ts';
import type { HcnApi, HcnDone } from './api.ts';
import { outcomeOf, requireSuccess, requireValue } from './calls.ts';
import { namespaceChange } from './documents.ts';
import { closing } from './handles.ts';
import { readById } from './list-objects.ts';
import { endpointKind } from './object-kinds.ts';
import { readEndpoint } from './read-endpoint.ts';

/**
 * Adds an endpoint to a network namespace. In that very namespace already is success.
 *
 * @throws {CniError} Code 105 when it is in another namespace, 103 when there is no such namespace or endpoint.
 */
export async function attachEndpoint(api: HcnApi, endpointId: Guid, sandbox: Sandbox): Promise<void> {
  const namespaceId = namespaceOf(sandbox, endpointId);
  const attempted = `attach HNS endpoint ${endpointId} to namespace ${namespaceId}`;
  const opened = await api.HcnOpenNamespace(namespaceId);
  if (classOf(outcomeOf(opened)) === 'not found') throw missingNamespace(attempted, outcomeOf(opened));
  const namespace = requireValue(opened, { attempted, call: 'HcnOpenNamespace' });
  const sent = namespaceChange('Add', endpointId);
  const added = await closing(
    namespace,
    (handle) => api.HcnCloseNamespace(handle),
    () => api.HcnModifyNamespace(namespace, sent),
  );
  if (classOf(outcomeOf(added)) === 'already done') {
    await requireAttachedTo(api, { endpointId, namespaceId, attempted, refused: added });
  } else {
    requireSuccess(added, { attempted, call: 'HcnModifyNamespace', sent });
  }
}

/**
 * Removes an endpoint from a network namespace; `absent` when endpoint, namespace or attachment is gone.
 *
 * @throws {CniError} When HNS refuses for another reason.
 */
export async function detachEndpoint(
  api: HcnApi,
  endpointId: Guid,
  sandbox: Sandbox,
): Promise<'detached' | 'absent'> {
  const namespaceId = namespaceOf(sandbox, endpointId);
  const attempted = `detach HNS endpoint ${endpointId} from namespace ${namespaceId}`;
  const opened = await api.HcnOpenNamespace(namespaceId);
  if (isAbsence(outcomeOf(opened))) return 'absent';
  const namespace = requireValue(opened, { attempted, call: 'HcnOpenNamespace' });
  const sent = namespaceChange('Remove', endpointId);
  const removed = await closing(
    namespace,
    (handle) => api.HcnCloseNamespace(handle),
    () => api.HcnModifyNamespace(namespace, sent),
  );
  if (isAbsence(outcomeOf(removed))) return 'absent';
  requireSuccess(removed, { attempted, call: 'HcnModifyNamespace', sent });
  return 'detached';
}

interface DoubtfulAttachment {
  readonly endpointId: Guid;
  readonly namespaceId: Guid;
  readonly attempted: string;
  readonly refused: HcnDone;
}

/** "Already attached" does not say to what: only the endpoint itself does. */
async function requireAttachedTo(
  api: HcnApi,
  { endpointId, namespaceId, attempted, refused }: DoubtfulAttachment,
): Promise<void> {
  const document = await readById(endpointKind(api), endpointId);
  const holder = document === undefined ? undefined : readEndpoint(document).namespaceId;
  if (holder !== undefined && sameGuid(holder, namespaceId)) return;
  throw new CniError({
    code: CniErrorCode.attachmentConflict,
    msg: `Cannot ${attempted}`,
    details:
      `HcnModifyNamespace answered ${formatHresult(outcomeOf(refused))}, and the endpoint is ` +
      `${holder === undefined ? 'in no namespace but attached to the switch' : `in namespace ${holder}`}. ` +
      'DEL of the attachment that holds it frees it',
  });
}

function missingNamespace(attempted: string, hresult: number): CniError {
  return new CniError({
    code: CniErrorCode.hnsRefused,
    msg: `Cannot ${attempted}`,
    details:
      `There is no such namespace (HcnOpenNamespace answered ${formatHresult(hresult)}). The runtime makes it before ` +
      'ADD and removes it after DEL: the sandbox may be gone already; compare Get-HnsNamespace',
  });
}

function namespaceOf(sandbox: Sandbox, endpointId: Guid): Guid {
  if (sandbox.kind === 'namespace') return sandbox.id;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot connect HNS endpoint ${endpointId} and container "${sandbox.id}" through the HCN API`,
    details:
      'HCN knows network namespaces, whose GUID CNI_NETNS then holds; containers of the compute service need ' +
      '"apiVersion": 1 in the configuration',
  });
}

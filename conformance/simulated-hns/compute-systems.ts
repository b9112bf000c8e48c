import type { JsonObject } from '../../lib/cni/json.ts';
import { parseGuid } from '../../lib/hns/guid.ts';
import type { HcnReply, HResult } from '../../lib/hns/hcn/api.ts';
import { textMember } from '../../lib/hns/hcn/members.ts';
import { shareWith, unshareFrom } from './containers.ts';
import { requireEndpoint } from './endpoints.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

/**
 * The compute system of a container: one the state lists, or any where compute systems come into being when asked for.
 *
 * @returns Its ID.
 * @throws {Refusal} ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND.
 */
export function requireComputeSystem(state: HnsState, id: string): string {
  const listed = state.computeSystems.find((known) => known.toLowerCase() === id.toLowerCase());
  if (listed !== undefined) return listed;
  if (state.conduct.createComputeSystems && id !== '') return id;
  throw new Refusal('ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND', id);
}

/** What a compute system says of itself; hcsshim takes an empty answer for a failure. */
export function computeSystemProperties(id: string): JsonObject {
  return { Id: id, SystemType: 'Container', RuntimeOsType: 'Windows', Owner: '' };
}

/**
 * Carries out a ModifySettingRequest for the network of a container: an endpoint is added or removed while it runs.
 * `Settings` is the bare ID of the endpoint.
 *
 * @throws {Refusal} ERROR_NOT_SUPPORTED for any other request.
 */
export function changeComputeSystem(state: HnsState, container: string, change: JsonObject): void {
  const kind = `${textMember(change, 'RequestType')} ${textMember(change, 'ResourceType')}`.toLowerCase();
  const id = parseGuid(textMember(change, 'Settings'));
  if (id === undefined) throw new Refusal('ERROR_VMCOMPUTE_INVALID_JSON', '$.Settings');
  const endpoint = requireEndpoint(state, id);
  if (kind === 'add network') shareWith(state, endpoint, container);
  else if (kind === 'remove network') unshareFrom(state, endpoint, container);
  else throw new Refusal('ERROR_NOT_SUPPORTED', kind);
}

/** The reply to a refused call of the compute service, whose record has another form than that of HCN. */
export function refusedComputeCall(hresult: HResult, message: string): HcnReply<never> {
  const errorRecord = JSON.stringify({ Error: hresult | 0, ErrorMessage: message, ErrorEvents: [] });
  return { hresult, errorRecord };
}

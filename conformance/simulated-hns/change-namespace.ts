import type { JsonObject } from '../../lib/cni/json.ts';
import { type Guid, parseGuid } from '../../lib/hns/guid.ts';
import { objectMember, textMember } from '../../lib/hns/hcn/members.ts';
import type { NamespaceDocument } from './documents.ts';
import { requireEndpoint } from './endpoints.ts';
import { attach, createNamespace, detach, requireNamespace } from './namespaces.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

/**
 * Carries out a ModifyNamespaceSettingRequest: endpoints and containers, added or removed. Where unknown namespaces come
 * into being, they do so when an endpoint is added, not before.
 *
 * @throws {Refusal} HCN_E_REQUEST_UNSUPPORTED for any other request.
 */
export function changeNamespace(state: HnsState, id: Guid, change: JsonObject): void {
  const kind = `${textMember(change, 'RequestType')} ${textMember(change, 'ResourceType')}`.toLowerCase();
  const settings = objectMember(change, 'Settings');
  switch (kind) {
    case 'add endpoint': {
      const endpoint = requireEndpoint(state, endpointId(settings));
      attach(state, state.namespaces.get(id) ?? newNamespace(state, id), endpoint);
      break;
    }
    case 'remove endpoint': {
      const namespace = requireNamespace(state, id);
      detach(state, namespace, requireEndpoint(state, endpointId(settings)));
      break;
    }
    case 'add container':
      setContainer(state, requireNamespace(state, id), containerId(settings), 'added');
      break;
    case 'remove container':
      setContainer(state, requireNamespace(state, id), containerId(settings), 'removed');
      break;
    default:
      throw new Refusal('HCN_E_REQUEST_UNSUPPORTED', kind);
  }
}

function newNamespace(state: HnsState, id: Guid): NamespaceDocument {
  return state.conduct.createNamespaces ? createNamespace(state, id, {}) : requireNamespace(state, id);
}

function setContainer(
  state: HnsState,
  namespace: NamespaceDocument,
  container: string,
  change: 'added' | 'removed',
): void {
  const others = namespace.Resources.filter(
    ({ Type, Data }) => Type !== 'Container' || textMember(Data, 'Id') !== container,
  );
  if (change === 'removed' && others.length === namespace.Resources.length)
    throw new Refusal('ERROR_NOT_FOUND');
  const Resources = change === 'added' ? [...others, { Type: 'Container', Data: { Id: container } }] : others;
  state.namespaces.set({ ...namespace, Resources });
}

function endpointId(settings: JsonObject): Guid {
  const id = parseGuid(textMember(settings, 'EndpointId'));
  if (id === undefined) throw new Refusal('HCN_E_INVALID_JSON', '$.Settings.EndpointId');
  return id;
}

function containerId(settings: JsonObject): string {
  const id = textMember(settings, 'ContainerId');
  if (id === '') throw new Refusal('HCN_E_INVALID_JSON', '$.Settings.ContainerId');
  return id;
}

import type { Endpoint } from '../driver.ts';
import { type Guid, parseGuid } from '../guid.ts';
import type { HcnApi } from './api.ts';
import { readById } from './list-objects.ts';
import { objectMember, objectsMember, textMember } from './members.ts';
import { endpointKind, namespaceKind } from './object-kinds.ts';
import { readEndpoint } from './read-endpoint.ts';

/**
 * The endpoints in a network namespace; none when there is no such namespace. The namespace itself lists them, so that those
 * of all other pods need not be read.
 *
 * @throws {CniError} When HNS refuses, or answers in another form than the documented one.
 */
export async function endpointsIn(api: HcnApi, namespaceId: Guid): Promise<readonly Endpoint[]> {
  const namespace = await readById(namespaceKind(api), namespaceId);
  const resources = namespace === undefined ? [] : objectsMember(namespace, 'Resources');
  const ids = resources
    .filter((resource) => textMember(resource, 'Type') === 'Endpoint')
    .map((resource) => parseGuid(textMember(objectMember(resource, 'Data'), 'Id')));
  const endpoints: Endpoint[] = [];
  for (const id of ids) {
    const document = id === undefined ? undefined : await readById(endpointKind(api), id);
    if (document !== undefined) endpoints.push(readEndpoint(document));
  }
  return endpoints;
}

import type { Endpoint, EndpointRequest, HnsDriver, Network, Sandbox } from '../driver.ts';
import { type Guid, parseGuid, sameGuid } from '../guid.ts';
import type { HcnApi } from '../hcn/api.ts';
import { objectMember, textMember } from '../hcn/members.ts';
import { readVersion } from '../hcn/read-version.ts';
import type { HnsVersion } from '../version.ts';
import { createEndpoint } from './create-endpoint.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { endpointsNamed } from './find-endpoint.ts';
import { hotAttach, hotDetach } from './hot-attach.ts';
import { listObjects } from './list-objects.ts';
import { attachToNamespace, detachFromNamespace } from './namespace-attach.ts';
import { readV1Endpoint } from './read-endpoint.ts';
import { readV1Network } from './read-network.ts';

/**
 * The driver over `HNSCall` and the compute service (version 1 of HNS): `apiVersion` 1, for runtimes without network
 * namespaces. Endpoints are attached to containers, several of which may share one. Start reading at `request.ts`,
 * `create-endpoint.ts` and `hot-attach.ts`.
 */
export class V1Driver implements HnsDriver {
  readonly #api: HcnApi;
  #version: HnsVersion | undefined;

  constructor(api: HcnApi) {
    this.#api = api;
  }

  /** Asked once: HNS does not change its version while it runs. */
  async version(): Promise<HnsVersion> {
    this.#version ??= await readVersion(this.#api);
    return this.#version;
  }

  async networks(): Promise<readonly Network[]> {
    return (await listObjects(this.#api, 'networks')).map(readV1Network);
  }

  async findNetwork(name: string): Promise<Network | undefined> {
    const documents = await listObjects(this.#api, 'networks');
    const document = documents.find((candidate) => textMember(candidate, 'Name') === name);
    return name === '' || document === undefined ? undefined : readV1Network(document);
  }

  async findEndpoint(name: string): Promise<Endpoint | undefined> {
    return name === '' ? undefined : (await endpointsNamed(this.#api, name))[0];
  }

  async endpointsOf(networkId: Guid): Promise<readonly Endpoint[]> {
    const documents = await listObjects(this.#api, 'endpoints');
    return documents
      .filter((document) => isGuid(textMember(document, 'VirtualNetwork'), networkId))
      .map(readV1Endpoint);
  }

  /** Version 1 lists all endpoints at once, with the namespace each is in. */
  async endpointsIn(namespaceId: Guid): Promise<readonly Endpoint[]> {
    const documents = await listObjects(this.#api, 'endpoints');
    return documents
      .filter((document) => isGuid(textMember(objectMember(document, 'Namespace'), 'ID'), namespaceId))
      .map(readV1Endpoint);
  }

  createEndpoint(request: EndpointRequest): Promise<Endpoint> {
    return createEndpoint(this.#api, request);
  }

  deleteEndpoint(id: Guid): Promise<'deleted' | 'absent'> {
    return deleteEndpoint(this.#api, id);
  }

  /** @throws {MissingContainer} When the compute service does not know the container. */
  attach(endpointId: Guid, sandbox: Sandbox): Promise<void> {
    return sandbox.kind === 'container'
      ? hotAttach(this.#api, endpointId, sandbox.id)
      : attachToNamespace(this.#api, { endpointId, namespaceId: sandbox.id });
  }

  detach(endpointId: Guid, sandbox: Sandbox): Promise<'detached' | 'absent'> {
    return sandbox.kind === 'container'
      ? hotDetach(this.#api, endpointId, sandbox.id)
      : detachFromNamespace(this.#api, { endpointId, namespaceId: sandbox.id });
  }

  async namespaceExists(id: Guid): Promise<boolean> {
    const documents = await listObjects(this.#api, 'namespaces');
    return documents.some((document) => isGuid(textMember(document, 'ID'), id));
  }
}

function isGuid(text: string, id: Guid): boolean {
  const guid = parseGuid(text);
  return guid !== undefined && sameGuid(guid, id);
}

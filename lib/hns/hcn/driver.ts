import type { Endpoint, EndpointRequest, HnsDriver, Network, Sandbox } from '../driver.ts';
import { type Guid, sameGuid } from '../guid.ts';
import type { HnsVersion } from '../version.ts';
import type { HcnApi } from './api.ts';
import { attachEndpoint, detachEndpoint } from './attach-endpoint.ts';
import { createEndpoint } from './create-endpoint.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { endpointsIn } from './endpoints-in.ts';
import { listObjects } from './list-objects.ts';
import { namespaceExists } from './namespace-exists.ts';
import { endpointKind, networkKind } from './object-kinds.ts';
import { readEndpoint } from './read-endpoint.ts';
import { readNetwork } from './read-network.ts';
import { readVersion } from './read-version.ts';

/**
 * The driver over the HCN API (version 2 of HNS), the same code on the real service and on the simulated one. Start
 * reading at `list-objects.ts`, `create-endpoint.ts` and `attach-endpoint.ts`.
 */
export class HcnDriver implements HnsDriver {
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
    return (await listObjects(networkKind(this.#api))).map(readNetwork);
  }

  /** HNS filters by name; the name is compared once more on what it lets through. */
  async findNetwork(name: string): Promise<Network | undefined> {
    for (const document of await listObjects(networkKind(this.#api), { Name: name })) {
      const network = readNetwork(document);
      if (network.name === name) return network;
    }
    return undefined;
  }

  async findEndpoint(name: string): Promise<Endpoint | undefined> {
    for (const document of await listObjects(endpointKind(this.#api), { Name: name })) {
      const endpoint = readEndpoint(document);
      if (endpoint.name === name) return endpoint;
    }
    return undefined;
  }

  async endpointsOf(networkId: Guid): Promise<readonly Endpoint[]> {
    const documents = await listObjects(endpointKind(this.#api), { VirtualNetwork: networkId });
    return documents.map(readEndpoint).filter((endpoint) => sameGuid(endpoint.networkId, networkId));
  }

  endpointsIn(namespaceId: Guid): Promise<readonly Endpoint[]> {
    return endpointsIn(this.#api, namespaceId);
  }

  createEndpoint(request: EndpointRequest): Promise<Endpoint> {
    return createEndpoint(this.#api, request);
  }

  deleteEndpoint(id: Guid): Promise<'deleted' | 'absent'> {
    return deleteEndpoint(this.#api, id);
  }

  attach(endpointId: Guid, sandbox: Sandbox): Promise<void> {
    return attachEndpoint(this.#api, endpointId, sandbox);
  }

  detach(endpointId: Guid, sandbox: Sandbox): Promise<'detached' | 'absent'> {
    return detachEndpoint(this.#api, endpointId, sandbox);
  }

  namespaceExists(id: Guid): Promise<boolean> {
    return namespaceExists(this.#api, id);
  }
}

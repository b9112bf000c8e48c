import type { Endpoint, HnsDriver, Sandbox } from '../driver.ts';

/**
 * Detaches an endpoint from wherever it is attached and deletes it. What is gone already is no failure.
 *
 * @param sandbox Where it may be attached if it does not say so itself (version 1 of the API).
 */
export async function removeEndpoint(hns: HnsDriver, endpoint: Endpoint, sandbox?: Sandbox): Promise<void> {
  const attachedTo: Sandbox | undefined =
    endpoint.namespaceId === undefined ? sandbox : { kind: 'namespace', id: endpoint.namespaceId };
  if (attachedTo !== undefined) await hns.detach(endpoint.id, attachedTo);
  await hns.deleteEndpoint(endpoint.id);
}

import type { HnsApiVersion } from '../../host/host.ts';
import type { Endpoint, HnsDriver } from '../driver.ts';
import { sandboxesOf } from './sandbox.ts';

/** Detaches an endpoint from wherever it is attached and deletes it. What is gone already is no failure. */
export async function removeEndpoint(hns: HnsDriver, endpoint: Endpoint, api: HnsApiVersion): Promise<void> {
  for (const sandbox of sandboxesOf(endpoint, api)) await hns.detach(endpoint.id, sandbox);
  await hns.deleteEndpoint(endpoint.id);
}

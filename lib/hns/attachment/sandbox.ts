import type { HnsApiVersion } from '../../host/host.ts';
import { checkNetns } from '../api-version.ts';
import type { Sandbox } from '../driver.ts';
import { parseGuid } from '../guid.ts';

/** What says where an endpoint is to be attached. */
export interface SandboxSource {
  readonly api: HnsApiVersion;
  /** `CNI_NETNS` */
  readonly netns: string;
  /** `CNI_CONTAINERID` */
  readonly containerId: string;
}

/**
 * Where an endpoint is to be attached: the namespace in `CNI_NETNS`, or in version 1 of the API the container itself.
 *
 * @throws {CniError} Codes 7 and 8 when the API cannot attach there; see {@link checkNetns}.
 */
export function requireSandbox({ api, netns, containerId }: SandboxSource): Sandbox {
  checkNetns(api, netns);
  const id = parseGuid(netns);
  return id === undefined ? { kind: 'container', id: containerId } : { kind: 'namespace', id };
}

/** Where an endpoint that does not say so itself may be attached: version 1 of the API has no namespaces. */
export function unnamedSandbox(api: HnsApiVersion, containerId: string): Sandbox | undefined {
  return api === 1 ? { kind: 'container', id: containerId } : undefined;
}

import { CniError, toCniError } from '../../cni/error.ts';
import { throwFailures } from '../../cni/failures.ts';
import type { Attachment } from '../../cni/parameters.ts';
import type { GcRequest } from '../../cni/plugin.ts';
import type { Delegate } from '../../delegate/delegates.ts';
import type { Host } from '../../host/host.ts';
import { chooseApiVersion } from '../api-version.ts';
import type { Endpoint, HnsDriver } from '../driver.ts';
import { endpointNamesInUse, endpointOwners, isAttachmentEndpointName } from '../endpoint-name.ts';
import type { HnsPluginConfig } from './configuration.ts';
import type { NetworkRules } from './network-rules.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { isAttachedTo } from './sandbox.ts';

/**
 * The lease of kube-proxy's source address: deployment scripts take it by a host-local ADD of this container and
 * interface, which no runtime knows of.
 */
const SOURCE_VIP: Attachment = { containerId: 'dummy', ifName: 'dummy' };

/**
 * GC: removes the network's endpoints whose attachment is not in use, then asks the IPAM plugin for the same. The host's
 * own endpoints are known by their names; one that a container in use shares stays. One failure does not keep the rest from
 * being removed. The lease of an endpoint that stays, for whatever reason, stays with it.
 *
 * @throws {CniError} The first failure, with the others in its details.
 */
export async function collectGarbage<Config extends HnsPluginConfig>(
  request: GcRequest<Config>,
  host: Host,
  rules: NetworkRules<Config>,
): Promise<void> {
  const { config, validAttachments, parameters } = request;
  if (validAttachments === undefined) {
    host.log.warn('GC removed nothing: the runtime sent no list of valid attachments', {
      network: config.name,
    });
    return;
  }
  const api = chooseApiVersion(config.apiVersion, '');
  const hns = await host.hns(api);
  const failures: CniError[] = [];
  const kept: Attachment[] = [];
  const endpoints = await attachmentEndpoints(hns, config.name);
  const inUse = namesInUse(endpoints, config.name, validAttachments);
  for (const endpoint of endpoints) {
    const owners = endpointOwners(endpoint.name, config.name);
    if (inUse.has(endpoint.name) || isShared(endpoint, owners, validAttachments)) {
      kept.push(...owners);
      continue;
    }
    try {
      await removeEndpoint(hns, endpoint, api);
    } catch (thrown) {
      kept.push(...owners);
      failures.push(failureOf(endpoint, thrown));
    }
  }
  const ipam = rules.ipamConfig(config);
  if (ipam !== undefined) {
    const valid = [...validAttachments, ...kept, SOURCE_VIP];
    await host.delegates
      .gc(withAttachments(ipam, valid), parameters)
      .catch((thrown: unknown) => failures.push(toCniError(thrown)));
  }
  throwFailures(failures);
}

/** The endpoints of attachments to the network. */
async function attachmentEndpoints(hns: HnsDriver, networkName: string): Promise<readonly Endpoint[]> {
  const network = await hns.findNetwork(networkName);
  if (network === undefined) return [];
  return (await hns.endpointsOf(network.id)).filter(
    ({ name, isRemote }) => !isRemote && isAttachmentEndpointName(name, networkName),
  );
}

function namesInUse(
  endpoints: readonly Endpoint[],
  networkName: string,
  valid: readonly Attachment[],
): ReadonlySet<string> {
  const present = endpoints.map(({ name }) => name);
  return endpointNamesInUse([...valid, SOURCE_VIP], networkName, present);
}

/** Tells whether a container in use shares the endpoint of a sandbox that is not: see share.ts. */
function isShared(endpoint: Endpoint, owners: readonly Attachment[], valid: readonly Attachment[]): boolean {
  return valid.some(
    ({ containerId, ifName }) =>
      owners.some((owner) => owner.ifName === ifName) &&
      isAttachedTo(endpoint, { kind: 'container', id: containerId }),
  );
}

function withAttachments({ type, config }: Delegate, attachments: readonly Attachment[]): Delegate {
  const list = attachments.map(({ containerId, ifName }) => ({ containerID: containerId, ifname: ifName }));
  return { type, config: { ...config, 'cni.dev/valid-attachments': list, 'cni.dev/attachments': list } };
}

function failureOf(endpoint: Endpoint, thrown: unknown): CniError {
  const { code, message, details } = toCniError(thrown);
  return new CniError({
    code,
    msg: `Cannot remove endpoint "${endpoint.name}" (${endpoint.id}): ${message}`,
    details,
    cause: thrown,
  });
}

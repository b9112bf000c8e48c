/**
 * host-local: leases the addresses of a node's pods from ranges of the node's own, a file each. Start reading here, then
 * range-sets.ts (what may be leased), allocator.ts (which address is next), lease-store.ts (what is on disk) and
 * lease-index.ts (how it is found among many).
 */
import { CniError, CniErrorCode, toCniError } from '../../lib/cni/error.ts';
import { type AttachmentRequest, definePlugin, type GcRequest, type Request } from '../../lib/cni/plugin.ts';
import type { Result } from '../../lib/cni/result.ts';
import type { Host } from '../../lib/host/host.ts';
import { allocate } from './allocate.ts';
import { checkAvailable } from './availability.ts';
import { form, type HostLocalConfig } from './config.ts';
import { makeLeaseFolder } from './lease-store.ts';
import type { Leases } from './leases.ts';
import { networkFolder } from './network-folder.ts';
import { readRangeSets } from './range-sets.ts';
import { releaseAttachment, releaseStale } from './release.ts';
import { requestedAddresses } from './requested-addresses.ts';
import { readResolvConf } from './resolv-conf.ts';
import { readRoutes, resultOf } from './result.ts';
import { addressesOf, checkLeases, expectedAddresses, leaseMissing } from './verify.ts';
import { withLeases } from './with-leases.ts';

export const hostLocal = definePlugin<HostLocalConfig, Host>({
  name: 'host-local',
  about: 'leases addresses from ranges of this node; its state is compatible with the Go host-local',
  form,
  add,
  check,
  del,
  gc,
  status,
});

async function add(request: AttachmentRequest<HostLocalConfig>, host: Host): Promise<Result> {
  const { config, cniVersion, attachment, parameters } = request;
  const sets = readRangeSets(config, cniVersion);
  const requested = requestedAddresses(config, parameters.args);
  const rest = { routes: readRoutes(config), dns: readResolvConf(config, host) };
  const wanted = { network: config.name, attachment, sets, requested };
  const addresses = await withFolder(config, host, (leases) => allocate(leases, wanted));
  return resultOf(sets, addresses, rest);
}

async function check(request: AttachmentRequest<HostLocalConfig>, host: Host): Promise<void> {
  const { config, cniVersion, attachment, prevResult } = request;
  const expected = expectedAddresses(prevResult, readRangeSets(config, cniVersion));
  const folder = networkFolder(config, host.platform);
  const outcome = await withLeases(folder, host, (leases) => checkLeases(leases, attachment, expected));
  if (outcome === 'no folder') throw leaseMissing(attachment, expected);
}

/** Needs the network's name, `dataDir` and the attachment alone: a range that was mended or removed since must not keep a pod. */
async function del(request: AttachmentRequest<HostLocalConfig>, host: Host): Promise<void> {
  const { config, attachment, prevResult } = request;
  const folder = networkFolder(config, host.platform);
  const addresses = addressesOf(prevResult);
  await withLeases(folder, host, (leases) => releaseAttachment(leases, attachment, addresses));
}

async function gc({ config, validAttachments }: GcRequest<HostLocalConfig>, host: Host): Promise<void> {
  if (validAttachments === undefined) {
    host.log.warn('GC without a list of valid attachments releases nothing', { network: config.name });
    return;
  }
  const folder = networkFolder(config, host.platform);
  await withLeases(folder, host, (leases) => releaseStale(leases, validAttachments));
}

async function status({ config, cniVersion }: Request<HostLocalConfig>, host: Host): Promise<void> {
  try {
    const sets = readRangeSets(config, cniVersion);
    readRoutes(config);
    readResolvConf(config, host);
    await withFolder(config, host, (leases) => checkAvailable(leases, sets, config.name));
  } catch (error) {
    throw notAvailable(config.name, toCniError(error));
  }
}

/** Makes the folder of the network's leases when there is none: as a rule there is, and what is spared adds up. */
async function withFolder<Value>(
  config: HostLocalConfig,
  host: Host,
  critical: (leases: Leases) => Value,
): Promise<Value> {
  const folder = networkFolder(config, host.platform);
  const first = await withLeases(folder, host, critical);
  if (first !== 'no folder') return first;
  makeLeaseFolder(folder, host);
  const outcome = await withLeases(folder, host, critical);
  if (outcome !== 'no folder') return outcome;
  throw new CniError({
    code: CniErrorCode.tryAgainLater,
    msg: `Cannot lease an address of network "${config.name}": ${folder} was removed meanwhile`,
    details: 'Find out what removes it',
  });
}

function notAvailable(network: string, cause: CniError): CniError {
  return new CniError({
    code: CniErrorCode.notAvailable,
    msg: `Cannot serve ADD on network "${network}": ${cause.message}`,
    details: cause.details,
    cause,
  });
}

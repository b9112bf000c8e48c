/**
 * static: an IPAM plugin that gives a container the addresses its configuration names, and keeps nothing. The operations
 * stand here; addresses.ts says which addresses they are, result.ts what is answered.
 */
import {
  type AttachmentRequest,
  CniError,
  CniErrorCode,
  definePlugin,
  type Host,
  type Request,
  type Result,
} from 'cni-windows';
import { formatAddress, formatCidr, parseAddress, parseCidr, sameAddress } from 'cni-windows/addresses';
import { type StaticAddress, staticAddresses } from './addresses.ts';
import type { StaticConfig } from './config.ts';
import { checkFamilies, resultOf } from './result.ts';
import { form } from './schema.js';

/** The plugin, installed as `static`. */
export const staticIpam = definePlugin<StaticConfig, Host>({
  name: 'static',
  about: 'gives containers the addresses they are configured with',
  form,
  add: async (request) => resultFor(request),
  check,
  // Nothing is kept, so nothing is to be given back, whatever has become of the configuration
  del: async () => undefined,
  gc: async () => undefined,
  status: async (request) => void resultFor(request),
});

function resultFor({ config, cniVersion, parameters }: Request<StaticConfig>): Result {
  const addresses = staticAddresses(config, parameters.args);
  checkFamilies(cniVersion, addresses);
  return resultOf(config, addresses);
}

/** The container must still have each address, with its gateway. */
async function check({
  config,
  parameters,
  attachment,
  prevResult,
}: AttachmentRequest<StaticConfig>): Promise<void> {
  const missing = staticAddresses(config, parameters.args).filter((address) => !isIn(prevResult, address));
  if (missing.length === 0) return;
  throw new CniError({
    code: CniErrorCode.attachmentMismatch,
    msg: `interface "${attachment.ifName}" of container "${attachment.containerId}" lacks ${missing.map(describe).join(', ')}`,
    details: 'The configuration has changed since the container was added: make the pod anew',
  });
}

function isIn(result: Result | undefined, { cidr, gateway }: StaticAddress): boolean {
  return (result?.ips ?? []).some((ip) => {
    const found = parseCidr(ip.address)?.address;
    if (found === undefined || !sameAddress(found, cidr.address)) return false;
    const foundGateway = parseAddress(ip.gateway ?? '');
    return gateway === undefined || (foundGateway !== undefined && sameAddress(foundGateway, gateway));
  });
}

function describe({ cidr, gateway }: StaticAddress): string {
  return gateway === undefined
    ? formatCidr(cidr)
    : `${formatCidr(cidr)} with gateway ${formatAddress(gateway)}`;
}

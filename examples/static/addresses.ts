import { CniError, CniErrorCode, parseCniArgs } from 'cni-windows';
import { type Cidr, contains, type IpAddress, parseAddress, parseCidr } from 'cni-windows/addresses';
import type { StaticConfig } from './config.ts';

/** An address a container is to have. */
export interface StaticAddress {
  /** The address, with the prefix length of its subnet. */
  readonly cidr: Cidr;
  readonly gateway?: IpAddress;
}

/**
 * The addresses of a container, in the order of the result: `runtimeConfig.ips` replaces `args.cni.ips`, which replaces
 * those of the configuration and of `CNI_ARGS`, as in the Go plugin.
 *
 * @param cniArgs The value of `CNI_ARGS`: `IP` adds addresses, `GATEWAY` gives each subnet it lies in its gateway. Both
 *   take several, separated by commas.
 * @throws {CniError} Code 4 for `CNI_ARGS`, code 7 for the configuration.
 */
export function staticAddresses(config: StaticConfig, cniArgs: string): readonly StaticAddress[] {
  const { ipam = {}, runtimeConfig, args } = config;
  const argument = parseCniArgs(cniArgs, ['IP', 'GATEWAY']);
  const asked = listOf(argument.get('IP')).map((text) => ({ cidr: readArgument(text) }));
  const gateways = listOf(argument.get('GATEWAY')).map(readGatewayArgument);
  const configured = (ipam.addresses ?? []).map(({ address, gateway }, index) => ({
    cidr: readCidr(address, `ipam.addresses[${index}].address`),
    ...readGateway(gateway, `ipam.addresses[${index}].gateway`),
  }));
  const fromArgs = readList(args?.cni?.ips, 'args.cni.ips');
  const fromRuntime = readList(runtimeConfig?.ips, 'runtimeConfig.ips');
  if (fromRuntime.length > 0) return fromRuntime;
  if (fromArgs.length > 0) return fromArgs;
  return [...configured, ...asked].map((address) => withGateway(address, gateways));
}

/** The last that lies in the subnet counts. */
function withGateway(address: StaticAddress, gateways: readonly IpAddress[]): StaticAddress {
  const gateway = gateways.findLast((candidate) => contains(address.cidr, candidate));
  return gateway === undefined ? address : { ...address, gateway };
}

function listOf(text = ''): readonly string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

function readArgument(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return cidr;
  throw invalidArgument('IP', text, 'an address with the prefix length of its subnet, such as 10.1.0.5/24');
}

function readGatewayArgument(text: string): IpAddress {
  const address = parseAddress(text);
  if (address !== undefined) return address;
  throw invalidArgument('GATEWAY', text, 'an address such as 10.1.0.1');
}

function readList(texts: readonly string[] = [], key: string): readonly StaticAddress[] {
  return texts.map((text, index) => ({ cidr: readCidr(text, `${key}[${index}]`) }));
}

function readCidr(text: string, key: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return cidr;
  throw invalidConfiguration(key, text, 'an address with the prefix length of its subnet: "10.1.0.5/24"');
}

function readGateway(text: string | undefined, key: string): { readonly gateway?: IpAddress } {
  if (text === undefined || text === '') return {};
  const gateway = parseAddress(text);
  if (gateway !== undefined) return { gateway };
  throw invalidConfiguration(key, text, 'an address such as "10.1.0.1", or leave the key out');
}

function invalidArgument(key: string, text: string, expected: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `Cannot read CNI_ARGS: ${key} is ${JSON.stringify(text)}`,
    details: `Write ${expected}`,
  });
}

/** An error of the configuration: code 7. */
export function invalidConfiguration(key: string, found: unknown, expected: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot use "${key}" of the configuration: it is ${JSON.stringify(found)}`,
    details: `Write ${expected}`,
  });
}

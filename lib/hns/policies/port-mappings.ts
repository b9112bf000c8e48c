import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { JsonObject } from '../../cni/json.ts';
import { formatAddress, type IpAddress, type IpFamily, parseAddress } from '../../ip/address.ts';
import { type EndpointPolicy, NatFlags, type PortMapping } from './endpoint-policy.ts';
import { PROTOCOL_NAMES, protocolNumber } from './protocol-number.ts';

/** An entry of `runtimeConfig.portMappings` (CNI conventions, capability `portMappings`). */
export interface RuntimePortMapping extends JsonObject {
  readonly hostPort?: number;
  readonly containerPort?: number;
  readonly protocol?: string;
  readonly hostIP?: string;
}

/** A port of the node that is to lead to a port of the container. */
export interface MappedPort {
  readonly hostPort: number;
  readonly containerPort: number;
  /** Number of the protocol. */
  readonly protocol: number;
  /** The one address of the node it is to answer on; a wildcard stands for its family. */
  readonly hostAddress?: IpAddress;
  /** Where it stands in the configuration, for messages. */
  readonly where: string;
}

/**
 * Reads the port mappings of a runtime. An entry with host port 0 maps nothing: runtimes send one for each port a
 * container merely declares. Without a protocol it is TCP, as in Kubernetes.
 *
 * @throws {CniError} Code 7 naming the entry: a port out of range, an unknown protocol, a host address that is none.
 */
export function readPortMappings(mappings: readonly RuntimePortMapping[] = []): readonly MappedPort[] {
  return mappings.flatMap((mapping, index) => {
    const where = `runtimeConfig.portMappings[${index}]`;
    return (mapping.hostPort ?? 0) === 0 ? [] : [readPortMapping(mapping, where)];
  });
}

/** Where the mappings are to be applied. */
export interface MappingTarget {
  /** Families of the endpoint's addresses. */
  readonly families: readonly IpFamily[];
  /** Bits of {@link NatFlags} that the network's type asks for. */
  readonly flags: number;
}

/**
 * The mappings as policies: one for each family of the endpoint that the host address allows. One that is configured as
 * a policy already is not repeated.
 *
 * @throws {CniError} Code 7 when a host address is of a family the endpoint has no address of.
 */
export function withPortMappings(
  policies: readonly EndpointPolicy[],
  ports: readonly MappedPort[],
  { families, flags }: MappingTarget,
): readonly EndpointPolicy[] {
  const wanted = ports.flatMap((port) =>
    familiesOf(port, families).map((family) => policyOf(port, family, flags)),
  );
  const all = [...policies];
  for (const policy of wanted) if (!all.some((other) => mapsSamePort(other, policy))) all.push(policy);
  return all;
}

function readPortMapping(mapping: RuntimePortMapping, where: string): MappedPort {
  const { hostPort, containerPort, protocol = 'tcp', hostIP = '' } = mapping;
  const number = protocolNumber(protocol === '' ? 'tcp' : protocol);
  if (number === undefined) throw refusal(where, `protocol "${protocol}" is none of ${PROTOCOL_NAMES}`);
  const hostAddress = hostIP === '' ? undefined : parseAddress(hostIP);
  if (hostIP !== '' && hostAddress === undefined) throw refusal(where, `hostIP "${hostIP}" is no IP address`);
  return {
    hostPort: portOf('hostPort', hostPort, where),
    containerPort: portOf('containerPort', containerPort, where),
    protocol: number,
    ...(hostAddress && { hostAddress }),
    where,
  };
}

function portOf(name: string, port: number | undefined, where: string): number {
  if (port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw refusal(where, `${name} ${port ?? 'is missing and'} has to be from 1 to 65535`);
}

function familiesOf({ hostAddress, where }: MappedPort, families: readonly IpFamily[]): readonly IpFamily[] {
  if (hostAddress === undefined) return families;
  const { family } = hostAddress;
  if (families.includes(family) || isWildcard(hostAddress)) return families.filter((one) => one === family);
  throw refusal(where, `hostIP ${formatAddress(hostAddress)} needs an IPv${family} address of the container`);
}

function policyOf(port: MappedPort, family: IpFamily, networkFlags: number): PortMapping {
  const flags = networkFlags | (family === 6 ? NatFlags.ipv6 : NatFlags.none);
  const vip = port.hostAddress !== undefined && !isWildcard(port.hostAddress) ? port.hostAddress : undefined;
  return {
    Type: 'PortMapping',
    Settings: {
      Protocol: port.protocol,
      InternalPort: port.containerPort,
      ExternalPort: port.hostPort,
      ...(vip && { VIP: formatAddress(vip) }),
      ...(flags !== NatFlags.none && { Flags: flags }),
    },
  };
}

function mapsSamePort(other: EndpointPolicy, { Settings: wanted }: PortMapping): boolean {
  if (other.Type !== 'PortMapping') return false;
  const { Settings: settings } = other;
  const ipv6 = ({ Flags = NatFlags.none }: PortMapping['Settings']) => (Flags & NatFlags.ipv6) !== 0;
  return (
    settings.Protocol === wanted.Protocol &&
    settings.ExternalPort === wanted.ExternalPort &&
    settings.InternalPort === wanted.InternalPort &&
    (settings.VIP ?? '') === (wanted.VIP ?? '') &&
    ipv6(settings) === ipv6(wanted)
  );
}

/** `0.0.0.0` and `::` stand for every address of the node. */
function isWildcard({ value }: IpAddress): boolean {
  return value === 0n;
}

function refusal(where: string, reason: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot map the port of ${where}`,
    details: reason,
  });
}

import { CniError, CniErrorCode } from '../../cni/error.ts';
import { type Cidr, networkOf, parseCidr } from '../../ip/cidr.ts';
import type { EndpointDns } from '../driver.ts';
import { configuredPolicies } from '../policies/configured-policies.ts';
import type { EndpointPolicy } from '../policies/endpoint-policy.ts';
import { type MappedPort, readPortMappings } from '../policies/port-mappings.ts';
import type { HnsPluginConfig } from './configuration.ts';

/** What a configuration says of the endpoint, read and checked. */
export interface EndpointSettings {
  readonly policies: readonly EndpointPolicy[];
  readonly ports: readonly MappedPort[];
  /** `ipMasqNetwork` and `ipMasqNetworks`. */
  readonly masqueradeNetworks: readonly Cidr[];
  readonly dns: EndpointDns;
}

/**
 * Reads the part of a configuration that describes the endpoint, before anything is changed on the node.
 *
 * @throws {CniError} Code 7 naming the key: a policy, a port mapping or a network that cannot be understood.
 */
export function readEndpointSettings(config: HnsPluginConfig): EndpointSettings {
  return {
    policies: configuredPolicies(config.policies),
    ports: readPortMappings(config.runtimeConfig?.portMappings),
    masqueradeNetworks: masqueradeNetworks(config),
    dns: endpointDns(config),
  };
}

/** The DNS settings asked for: each list of the runtime replaces the configured one unless it is empty. */
export function endpointDns({ dns, runtimeConfig }: HnsPluginConfig): EndpointDns {
  const runtime = runtimeConfig?.dns;
  const first = (...lists: readonly (readonly string[] | undefined)[]) =>
    lists.find((list) => list !== undefined && list.length > 0) ?? [];
  const domain = dns?.domain ?? '';
  return {
    ...(domain !== '' && { domain }),
    search: first(runtime?.searches, dns?.search),
    servers: first(runtime?.servers, dns?.nameservers),
    options: first(runtime?.options, dns?.options),
  };
}

function masqueradeNetworks({ ipMasqNetwork = '', ipMasqNetworks = [] }: HnsPluginConfig): readonly Cidr[] {
  const single = ipMasqNetwork === '' ? [] : [masqueradeNetwork('ipMasqNetwork', ipMasqNetwork)];
  return [
    ...single,
    ...ipMasqNetworks.map((text, index) => masqueradeNetwork(`ipMasqNetworks[${index}]`, text)),
  ];
}

function masqueradeNetwork(key: string, text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return networkOf(cidr);
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot use "${key}": "${text}"`,
    details: 'It has to be a prefix such as "10.244.0.0/16"',
  });
}

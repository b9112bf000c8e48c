import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/cni/json.ts';
import { SPEC_VERSIONS, type SpecVersion } from '../../../lib/cni/spec-version.ts';
import { shown } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import { must, mustSucceed, notApplicable } from '../bench/expect.ts';
import { lifeIn } from '../bench/life.ts';
import type { Check } from '../check.ts';
import { formProblems, isAddress, isCidr, isCount, isTexts } from './result-form.ts';
import { objectsIn } from './result-parts.ts';

/** What the versions differ in. */
const WORDS: Readonly<Record<SpecVersion, string>> = {
  '0.1.0': '`ip4` and `ip6`',
  '0.2.0': '`ip4` and `ip6`',
  '0.3.0': '`ips` whose addresses name their family in `version`',
  '0.3.1': '`ips` whose addresses name their family in `version`',
  '0.4.0': '`ips` whose addresses name their family in `version`',
  '1.0.0': '`ips` without `version`',
  '1.1.0': '`ips` without `version`',
};

/** Results of ADD: their form in each version, and what is in their members. */
export const RESULT_CHECKS: readonly Check[] = [
  ...SPEC_VERSIONS.map(
    (version): Check => ({
      id: `result-${version}`,
      group: 'result types',
      level: 'MUST',
      heading: 'addSuccess',
      place: version === '1.1.0' ? 'list of keys' : `list of keys, in the specification's version ${version}`,
      rule: `The result of ADD in ${version} has the form of that version: ${WORDS[version]}`,
      judge: async (bench) => {
        if (!bench.session.supported.includes(version))
          notApplicable(`the plugin does not list ${version} in its reply to VERSION`);
        const result = await resultIn(bench, version);
        const problems = formProblems(result, version);
        must(problems.length === 0, `a result of version ${version}`, () => `it has ${problems.join('; ')}`);
      },
    }),
  ),
  {
    id: 'result-cni-version',
    group: 'result types',
    level: 'MUST',
    heading: 'addSuccess',
    place: '`cniVersion`',
    rule: 'The `cniVersion` of a result is that of the configuration, in every version the plugin supports',
    judge: async (bench) => {
      for (const version of bench.session.supported) {
        const { cniVersion } = await resultIn(bench, version);
        const expected = `"cniVersion": "${version}" in the result of ADD with "cniVersion": "${version}"`;
        must(cniVersion === version, expected, `"cniVersion": ${JSON.stringify(cniVersion)}`);
      }
    },
  },
  member({
    id: 'result-addresses',
    place: '`ips[].address`',
    rule: 'Every address is in CIDR notation',
    judge: (result) =>
      [...objectsIn(result.ips).map(({ address }) => address), ...families(result).map(({ ip }) => ip)]
        .filter((address) => !isCidr(address))
        .map((address) => `the address ${text(address)}`),
  }),
  member({
    id: 'result-gateways',
    place: '`ips[].gateway`',
    rule: 'A gateway is an address, without a prefix length',
    judge: (result) =>
      [...objectsIn(result.ips), ...families(result)]
        .map(({ gateway }) => gateway)
        .filter((gateway) => gateway !== undefined && !isAddress(gateway))
        .map((gateway) => `the gateway ${text(gateway)}`),
  }),
  member({
    id: 'result-interface-index',
    place: '`ips[].interface`',
    rule: 'The `interface` of an address is the place of an interface in `interfaces`, counted from 0',
    judge: ({ ips, interfaces }) => {
      const count = objectsIn(interfaces).length;
      return objectsIn(ips)
        .filter(({ interface: index }) => index !== undefined)
        .filter(({ interface: index }) => !isCount(index) || Number(index) >= count)
        .map(({ address, interface: index }) => `${text(address)} at ${text(index)} of ${count} interfaces`);
    },
  }),
  member({
    id: 'result-interfaces',
    place: '`interfaces[]`',
    rule: 'An interface has a name; its `mac` is a hardware address, its `mtu` a number, `sandbox`, `socketPath` and `pciID` are texts',
    judge: ({ interfaces }) => objectsIn(interfaces).flatMap(interfaceProblems),
  }),
  member({
    id: 'result-routes',
    place: '`routes[]`',
    rule: 'A route has a destination in CIDR notation; its `gw` is an address, its other members are numbers',
    judge: (result) =>
      [...objectsIn(result.routes), ...families(result).flatMap(({ routes }) => objectsIn(routes))].flatMap(
        routeProblems,
      ),
  }),
  member({
    id: 'result-dns',
    place: '`dns`',
    rule: 'DNS settings are lists of texts, nameservers addresses among them, and a domain',
    judge: ({ dns }) => (isJsonObject(dns) ? dnsProblems(dns) : []),
  }),
  {
    id: 'ipam-result',
    group: 'result types',
    level: 'MUST',
    heading: 'ipamSuccess',
    place: 'sentence 3',
    rule: 'The result of an IPAM plugin has no `interfaces`, and no `interface` at its addresses',
    needs: ['to be an IPAM plugin'],
    judge: async (bench) => {
      const result = await resultIn(bench);
      const extra = [
        ...(result.interfaces === undefined ? [] : ['"interfaces"']),
        ...objectsIn(result.ips).flatMap(({ interface: index }, at) =>
          index === undefined ? [] : [`"ips[${at}].interface"`],
        ),
      ];
      must(extra.length === 0, 'a result without them', `it has ${extra.join(', ')}`);
    },
  },
  {
    id: 'ipam-addresses',
    group: 'result types',
    level: 'MUST',
    heading: 'delegation',
    place: 'paragraph 4, sentence 2',
    rule: 'The result of an IPAM plugin has the addresses it determined',
    needs: ['to be an IPAM plugin'],
    judge: async (bench) => {
      const result = await resultIn(bench);
      const count = objectsIn(result.ips).length + families(result).length;
      must(count > 0, 'at least one address in the result', `the result ${JSON.stringify(result)}`);
    },
  },
];

/** A check of the members of the result in the newest version. */
function member({
  judge,
  ...check
}: Pick<Check, 'id' | 'place' | 'rule'> & {
  /** What is wrong: `the address "10.1.0.7"`. */
  readonly judge: (result: JsonObject) => readonly string[];
}): Check {
  return {
    ...check,
    group: 'result types',
    level: 'MUST',
    heading: 'addSuccess',
    judge: async (bench) => {
      const problems = judge(await resultIn(bench));
      must(problems.length === 0, check.rule, () => problems.join('; '));
    },
  };
}

async function resultIn(bench: Bench, version = bench.session.newest): Promise<JsonObject> {
  const { add } = await lifeIn(bench, version);
  mustSucceed(add, `ADD with "cniVersion": "${version}"`);
  must(add.document !== undefined, 'a result of ADD on standard output', () => shown(add));
  return add.document;
}

function families({ ip4, ip6 }: JsonObject): readonly JsonObject[] {
  return [ip4, ip6].filter(isJsonObject);
}

function interfaceProblems(one: JsonObject): readonly string[] {
  const { name, mac = '', mtu = 0 } = one;
  const texts = ['sandbox', 'socketPath', 'pciID'].filter((key) => typeof (one[key] ?? '') !== 'string');
  return [
    ...(typeof name === 'string' && name !== '' ? [] : [`the interface name ${text(name)}`]),
    ...(mac === '' || isHardwareAddress(mac) ? [] : [`"mac": ${text(mac)}`]),
    ...(isCount(mtu) ? [] : [`"mtu": ${text(mtu)}`]),
    ...texts.map((key) => `"${key}": ${text(one[key])}`),
  ];
}

/** Six bytes or more, with colons or, as Windows writes them, dashes. */
function isHardwareAddress(value: JsonValue): boolean {
  return typeof value === 'string' && /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4,}$/i.test(value);
}

function routeProblems(route: JsonObject): readonly string[] {
  const { dst, gw = '' } = route;
  const numbers = ['mtu', 'advmss', 'priority', 'table', 'scope'].filter((key) => !isCount(route[key] ?? 0));
  return [
    ...(isCidr(dst) ? [] : [`the destination ${text(dst)}`]),
    ...(gw === '' || isAddress(gw) ? [] : [`"gw": ${text(gw)}`]),
    ...numbers.map((key) => `"${key}": ${text(route[key])}`),
  ];
}

function dnsProblems(dns: JsonObject): readonly string[] {
  const { nameservers = [], domain = '' } = dns;
  const lists = ['nameservers', 'search', 'options'].filter((key) => !isTexts(dns[key] ?? []));
  const strangers = Array.isArray(nameservers) ? nameservers.filter((server) => !isAddress(server)) : [];
  return [
    ...lists.map((key) => `"${key}": ${text(dns[key])}`),
    ...strangers.map((server) => `the nameserver ${text(server)}`),
    ...(typeof domain === 'string' ? [] : [`"domain": ${text(domain)}`]),
  ];
}

function text(value: JsonValue | undefined): string {
  return value === undefined ? 'that is missing' : JSON.stringify(value);
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../cni/json.ts';
import { type EndpointPolicy, NatFlags } from './endpoint-policy.ts';

/**
 * Tells whether an endpoint has a policy: one of the type whose settings hold every expected member, perhaps among
 * others. HNS adds members of its own and leaves empty ones out.
 *
 * What the Go plugins make of the same configuration counts too, so that pods attached before an upgrade pass: they spread
 * exceptions over several OutBoundNAT policies, and set no flags on port mappings. Of the flags of a mapping the family
 * alone counts: with both families a port has a mapping for each, alike but for it.
 */
export function containsPolicy(present: readonly EndpointPolicy[], expected: EndpointPolicy): boolean {
  return partsOf(expected).every((part) =>
    present.some(
      (policy) =>
        sameText(policy.Type, part.Type) &&
        mapsIpv6(policy) === mapsIpv6(expected) &&
        holds(policy.Settings, part.Settings),
    ),
  );
}

function partsOf(expected: EndpointPolicy): readonly { Type: string; Settings: JsonObject }[] {
  const { Type, Settings } = expected;
  if (Type === 'OutBoundNAT' && Settings.Exceptions !== undefined && Settings.Exceptions.length > 1) {
    return Settings.Exceptions.map((exception) => ({
      Type,
      Settings: { ...Settings, Exceptions: [exception] },
    }));
  }
  return Type === 'PortMapping' ? [{ Type, Settings: { ...Settings, Flags: undefined } }] : [expected];
}

function mapsIpv6({ Type, Settings }: EndpointPolicy): boolean {
  const flags = memberOf(Settings, 'Flags');
  return Type === 'PortMapping' && typeof flags === 'number' && (flags & NatFlags.ipv6) !== 0;
}

function holds(found: JsonValue | undefined, expected: JsonValue | undefined): boolean {
  if (isEmpty(expected)) return true;
  if (Array.isArray(expected)) {
    return Array.isArray(found) && expected.every((element) => found.some((other) => holds(other, element)));
  }
  if (isJsonObject(expected)) {
    return (
      isJsonObject(found) &&
      Object.entries(expected).every(([name, value]) => holds(memberOf(found, name), value))
    );
  }
  return typeof expected === 'string' && typeof found === 'string'
    ? sameText(found, expected)
    : found === expected;
}

/** What HNS and its clients leave out of a document. */
function isEmpty(value: JsonValue | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

function memberOf(value: { readonly [key: string]: JsonValue | undefined }, name: string) {
  const spelling = Object.keys(value).find((key) => sameText(key, name));
  return spelling === undefined ? undefined : value[spelling];
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

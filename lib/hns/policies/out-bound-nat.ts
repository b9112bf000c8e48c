import { formatAddress, type IpFamily } from '../../ip/address.ts';
import { type Cidr, formatCidr } from '../../ip/cidr.ts';
import { type EndpointPolicy, NatFlags, type OutBoundNat } from './endpoint-policy.ts';

/** Prefixes, or addresses, and the families the endpoint has: those of another family do not concern it. */
export interface NatTargets {
  readonly families: readonly IpFamily[];
  readonly targets: readonly Cidr[];
}

/**
 * Leaves traffic to the prefixes untranslated: they join the exceptions of their family's OutBoundNAT policy, or make
 * one. HNS wants one such policy per family, so a configured one is never doubled. A policy with `Destinations` is
 * another thing (see {@link withDestinations}).
 */
export function withExceptions(
  policies: readonly EndpointPolicy[],
  { families, targets }: NatTargets,
): readonly EndpointPolicy[] {
  return families.reduce(
    (all, family) =>
      merged(all, {
        serves: (policy) => familyOf(policy) === family && !hasDestinations(policy),
        member: 'Exceptions',
        family,
        texts: ofFamily(targets, family).map(formatCidr),
      }),
    policies,
  );
}

/** Translates traffic to the addresses, and it alone: `loopbackDSR` gives the endpoint's own. */
export function withDestinations(
  policies: readonly EndpointPolicy[],
  { families, targets }: NatTargets,
): readonly EndpointPolicy[] {
  return families.reduce(
    (all, family) =>
      merged(all, {
        serves: (policy) => familyOf(policy) === family && hasDestinations(policy),
        member: 'Destinations',
        family,
        texts: ofFamily(targets, family).map(({ address }) => formatAddress(address)),
      }),
    policies,
  );
}

function ofFamily(targets: readonly Cidr[], family: IpFamily): readonly Cidr[] {
  return targets.filter(({ address }) => address.family === family);
}

interface Merge {
  readonly serves: (policy: OutBoundNat) => boolean;
  readonly member: 'Exceptions' | 'Destinations';
  readonly family: IpFamily;
  readonly texts: readonly string[];
}

function merged(
  policies: readonly EndpointPolicy[],
  { serves, member, family, texts }: Merge,
): readonly EndpointPolicy[] {
  if (texts.length === 0) return policies;
  const found = policies.find((policy): policy is OutBoundNat => isOutBoundNat(policy) && serves(policy));
  if (found === undefined) return [...policies, newPolicy(member, family, texts)];
  const together = [...new Set([...(found.Settings[member] ?? []), ...texts])];
  const policy: OutBoundNat = { ...found, Settings: { ...found.Settings, [member]: together } };
  return policies.map((other) => (other === found ? policy : other));
}

function newPolicy(member: Merge['member'], family: IpFamily, texts: readonly string[]): OutBoundNat {
  const flags = family === 6 ? { Flags: NatFlags.ipv6 } : {};
  return { Type: 'OutBoundNAT', Settings: { [member]: [...new Set(texts)], ...flags } };
}

function isOutBoundNat(policy: EndpointPolicy): policy is OutBoundNat {
  return policy.Type === 'OutBoundNAT';
}

function familyOf({ Settings }: OutBoundNat): IpFamily {
  return ((Settings.Flags ?? NatFlags.none) & NatFlags.ipv6) === 0 ? 4 : 6;
}

function hasDestinations({ Settings }: OutBoundNat): boolean {
  return (Settings.Destinations ?? []).length > 0;
}

import type { JsonObject } from '../../../lib/cni/json.ts';
import { isJsonObject } from '../../../lib/cni/json.ts';
import { objectMember, textMember, textsMember } from '../../../lib/hns/hcn/members.ts';
import { SUBNETS } from '../node-state.ts';
import type { Scenario } from '../scenario.ts';
import { isSame, settingsOf, without, withPolicies, withSettings } from './changes.ts';
import type { IntendedDifference } from './intended-difference.ts';

/** Where version 2 and version 1 list the addresses that are not translated. */
const EXCEPTIONS = ['Exceptions', 'ExceptionList'];

/** What is different about the policies of an endpoint. */
export const POLICY_DIFFERENCES: readonly IntendedDifference[] = [
  {
    id: 'one-out-bound-nat',
    goPlugins: 'the exceptions of `ipMasq` become a second OutBoundNAT policy beside a configured one',
    thisSuite: 'they join the configured one',
    reason: 'an endpoint has one table of exceptions; of two policies it is open which one counts',
    undo: ({ reference, ours }) => ({ reference: withPolicies(reference, merged), ours }),
  },
  {
    id: 'policy-order',
    goPlugins: 'on an overlay, ProviderAddress comes before OutBoundNAT policies that are not configured',
    thisSuite: 'OutBoundNAT comes first, ProviderAddress after it, `loopbackDSR` last',
    reason: 'no order is documented to mean anything; both plugins share one here',
    undo: (pair, { scenario }) =>
      scenario.network === 'vxlan0'
        ? { reference: withPolicies(pair.reference, byType), ours: withPolicies(pair.ours, byType) }
        : pair,
  },
  {
    id: 'overlay-cluster-exceptions',
    goPlugins: "with `ipMasq`, win-overlay makes an exception for the node's own subnet alone",
    thisSuite: 'also for the cluster networks in `ipMasqNetwork`, which flannel sets',
    reason: 'otherwise pods on other nodes see the address of the node instead of that of the pod',
    undo: ({ reference, ours }, { scenario }) => {
      const network = masqueradeNetwork(scenario);
      if (scenario.network !== 'vxlan0' || network === undefined) return { reference, ours };
      return { reference, ours: withPolicies(ours, (policies) => policies.map(withoutException(network))) };
    },
  },
  {
    id: 'one-provider-address',
    goPlugins: 'a second ProviderAddress policy is added when the configured one has another address',
    thisSuite: 'the configured one stays alone',
    reason: 'an endpoint has one address for encapsulation, and the operator chose it',
    undo: ({ reference, ours }) => ({
      reference: withPolicies(reference, (policies) =>
        policies.filter(
          ({ Type }, index) =>
            Type !== 'ProviderAddress' || policies.findIndex((each) => each.Type === Type) === index,
        ),
      ),
      ours,
    }),
  },
  {
    id: 'masquerade-off',
    goPlugins: 'win-bridge applies `ipMasqNetwork` even where `"ipMasq": false` is written',
    thisSuite: '`"ipMasq": false` switches it off',
    reason: 'it is what the key says',
    undo: ({ reference, ours }, { scenario }) => {
      if (scenario.plugin !== 'win-bridge' || scenario.config.ipMasq !== false) return { reference, ours };
      const made = [textMember(scenario.config, 'ipMasqNetwork')];
      return { reference: withPolicies(reference, (policies) => policies.filter(isNotFor(made))), ours };
    },
  },
  {
    id: 'delegate-masquerade',
    ofFlannel: true,
    goPlugins: 'flannel overwrites the `ipMasq` that stands in `delegate` with that of `subnet.env`',
    thisSuite: 'what the operator wrote stays',
    reason: 'whoever writes the key into `delegate` means the node, not what flanneld assumes of it',
    undo: ({ reference, ours }, { scenario }) => {
      if (objectMember(scenario.config, 'delegate').ipMasq !== false) return { reference, ours };
      const files = Object.entries(ours.files).map(([path, content]) => [
        path,
        isJsonObject(content) && content.ipMasq === false ? { ...content, ipMasq: true } : content,
      ]);
      const made = [SUBNETS[scenario.network]];
      return {
        reference: withPolicies(reference, (policies) => policies.filter(isNotFor(made))),
        ours: { ...ours, files: Object.fromEntries(files) },
      };
    },
  },
  {
    id: 'port-flags',
    goPlugins: 'a port mapping of win-bridge has an empty `VIP` and no flags',
    thisSuite: 'an empty `VIP` is left out, and flag 1 (local routed VIP) is set',
    reason: "only with the flag does a mapped port answer on the node's own address",
    undo: ({ reference, ours }) => ({
      reference: withPolicies(reference, (policies) =>
        policies.map(portMapping((settings) => (settings.VIP === '' ? without(settings, 'VIP') : settings))),
      ),
      ours: withPolicies(ours, (policies) =>
        policies.map(
          portMapping((settings) => (settings.Flags === 1 ? without(settings, 'Flags') : settings)),
        ),
      ),
    }),
  },
  {
    id: 'overlay-ports',
    goPlugins: 'win-overlay ignores port mappings',
    thisSuite: 'it maps them as win-bridge does',
    reason: '`hostPort` of a pod works on an overlay too',
    undo: ({ reference, ours }, { scenario }) => ({
      reference,
      ours:
        scenario.network === 'vxlan0'
          ? withPolicies(ours, (policies) => policies.filter(({ Type }) => Type !== 'PortMapping'))
          : ours,
    }),
  },
];

/** All exceptions in the first policy that has any. */
function merged(policies: readonly JsonObject[]): readonly JsonObject[] {
  return EXCEPTIONS.reduce((list, name) => {
    const [first, ...others] = list.filter((policy) => textsMember(settingsOf(policy), name).length > 0);
    if (first === undefined || others.length === 0) return list;
    const all = [first, ...others].flatMap((policy) => textsMember(settingsOf(policy), name));
    const one = withSettings(first, (settings) => ({ ...settings, [name]: [...new Set(all)] }));
    return list
      .filter((policy) => !others.includes(policy))
      .map((policy) => (policy === first ? one : policy));
  }, policies);
}

function byType(policies: readonly JsonObject[]): readonly JsonObject[] {
  return policies.toSorted((one, other) => textMember(one, 'Type').localeCompare(textMember(other, 'Type')));
}

/** What flannel takes from subnet.env, or the configuration says itself. */
function masqueradeNetwork({ plugin, config }: Scenario): string | undefined {
  return plugin === 'flannel' ? '10.244.0.0/16' : textMember(config, 'ipMasqNetwork') || undefined;
}

function withoutException(network: string): (policy: JsonObject) => JsonObject {
  return (policy) =>
    withSettings(policy, (settings) => {
      const listed = textsMember(settings, 'Exceptions');
      return listed.includes(network)
        ? { ...settings, Exceptions: listed.filter((each) => each !== network) }
        : settings;
    });
}

function isNotFor(exceptions: readonly string[]): (policy: JsonObject) => boolean {
  return (policy) => !isSame(settingsOf(policy).Exceptions, exceptions);
}

function portMapping(change: (settings: JsonObject) => JsonObject): (policy: JsonObject) => JsonObject {
  return (policy) => (policy.Type === 'PortMapping' ? withSettings(policy, change) : policy);
}

import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import { member, objectMember, objectsMember, textMember } from '../../../lib/hns/hcn/members.ts';
import { namespaceOf } from '../node-state.ts';
import { IF_NAME, POD } from '../scenario.ts';
import { endpointsOf, isSame, withAnswer, without } from './changes.ts';
import type { IntendedDifference, StepContext } from './intended-difference.ts';

/** What is different about the result of ADD. */
export const RESULT_DIFFERENCES: readonly IntendedDifference[] = [
  {
    id: 'result-interface',
    goPlugins: 'the interface is named after the endpoint, has no `sandbox`, and no address points at it',
    thisSuite: 'it bears the name of `CNI_IFNAME` and the `sandbox` of `CNI_NETNS`; addresses point at it',
    reason: 'the specification asks for it, and containerd looks for the addresses of `eth0` under that name',
    undo: ({ reference, ours }, context) => ({
      reference,
      ours: withAnswer(ours, (answer) => unnamedInterface(answer, context)),
    }),
  },
  {
    id: 'result-routes',
    goPlugins: 'the result lists no routes',
    thisSuite: 'the routes of the endpoint are in it',
    reason: 'the specification asks for it; plugins that come later in a chain go by it',
    undo: ({ reference, ours }, { earlier }) => {
      // A container that shares the endpoint of its pod has the routes with which that was made
      const made = [ours, ...earlier.map((pair) => pair.ours)].flatMap(endpointsOf);
      const routes = made[0] === undefined ? [] : routesOf(made[0]);
      return {
        reference,
        ours: withAnswer(ours, (answer) => {
          if (isSame(answer.routes, routes)) return without(answer, 'routes');
          const old = objectMember(answer, 'ip4'); // up to 0.2.0
          return isSame(old.routes, routes) ? { ...answer, ip4: without(old, 'routes') } : answer;
        }),
      };
    },
  },
  {
    id: 'result-empty-dns',
    goPlugins:
      'under `apiVersion` 1 a pod without DNS settings has one nameserver and one search domain: `""`',
    thisSuite: 'what is not set is left out',
    reason: 'an empty text is no address of a nameserver',
    undo: ({ reference, ours }) => ({
      reference: withAnswer(reference, (answer) => {
        const dns = objectMember(answer, 'dns');
        const empty = ['nameservers', 'search'].filter((name) => isSame(dns[name], ['']));
        return empty.length === 0 ? answer : { ...answer, dns: without(dns, ...empty) };
      }),
      ours,
    }),
  },
];

function unnamedInterface(answer: JsonObject, { scenario, step }: StepContext): JsonObject {
  const { pod = POD, ifName = IF_NAME, netns = namespaceOf(pod) } = step;
  const sandbox = /^container:(.*)/.exec(netns)?.[1] ?? pod;
  const [only, ...others] = objectsMember(answer, 'interfaces');
  if (only?.name !== ifName || only.sandbox !== netns || others.length > 0) return answer;
  return {
    ...answer,
    interfaces: [{ ...without(only, 'sandbox'), name: `${sandbox}_${scenario.network}` }],
    ips: objectsMember(answer, 'ips').map((each) =>
      each.interface === 0 ? without(each, 'interface') : each,
    ),
  };
}

/** The routes of an endpoint as a result lists them; version 1 has one, by way of the gateway. */
function routesOf(document: JsonObject): readonly JsonObject[] {
  if (isJsonObject(document) && member(document, 'VirtualNetwork') !== undefined)
    return [{ dst: '0.0.0.0/0', gw: textMember(document, 'GatewayAddress') }];
  return objectsMember(document, 'Routes').map((route) => ({
    dst: textMember(route, 'DestinationPrefix'),
    gw: textMember(route, 'NextHop'),
  }));
}

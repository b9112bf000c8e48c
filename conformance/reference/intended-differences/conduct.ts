import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import { objectsMember } from '../../../lib/hns/hcn/members.ts';
import type { Observation } from '../observation.ts';
import { IF_NAME, POD, type Step } from '../scenario.ts';
import { POLICIES } from '../scenarios/parts.ts';
import { endpointsOf, isSame } from './changes.ts';
import type { IntendedDifference, Pair, StepContext } from './intended-difference.ts';

/** What is different about whole steps. */
export const CONDUCT_DIFFERENCES: readonly IntendedDifference[] = [
  {
    id: 'repeated-add',
    goPlugins:
      'a repeated ADD fails at the endpoint that is attached already, and frees the address of the running pod',
    thisSuite: 'it answers what the first one answered, and changes nothing',
    reason: 'runtimes repeat an ADD whose answer they missed; the address would be given to a second pod',
    undo: (pair, context) => (isRepeated(pair, context) ? asOurs(pair) : pair),
  },
  {
    id: 'further-interfaces',
    goPlugins:
      'a second interface of a pod on a network fails at the endpoint of the first, and the DEL that follows removes the first',
    thisSuite: 'every interface but `eth0` has an endpoint of its own, `<sandbox>_<network>_<ifname>`',
    reason: 'two attachments of one pod to a network are apart, as the specification has it',
    undo: (pair, context) => (isOfSecondInterface(pair, context) ? asOurs(pair) : pair),
  },
  {
    id: 'bridge-addresses-kept-out',
    goPlugins:
      "on a fresh node host-local leases network address + 2, which is the bridge's own: HNS refuses it, the first ADD fails",
    thisSuite: 'win-bridge keeps the addresses of HNS and of the bridge out of the ranges',
    reason: 'the first pod of a node starts',
    undo: (pair, context) => (isOfFirstAddress(pair, context) ? asOurs(pair) : pair),
  },
  {
    id: 'refused-configuration',
    goPlugins:
      'a policy of the wrong form is sent to HNS as it is; a port mapping with an unknown protocol is left out without a word',
    thisSuite: 'ADD answers an error (code 7) that quotes it, before anything is changed on the node',
    reason: 'a mistake in the configuration is seen when it is made, not as a pod that cannot be reached',
    undo: (pair, context) => (isRefusedConfiguration(pair, context) ? asOurs(pair) : pair),
  },
  {
    id: 'translated-policies',
    goPlugins:
      'policies in the form of version 1 are sent empty under `apiVersion` 2; HNS refuses the endpoint',
    thisSuite: 'they are translated',
    reason: 'configurations with the old form are common, as it was the only one that docker needed',
    undo: (pair, context) => (isOfTranslatedPolicies(pair, context) ? asOurs(pair) : pair),
  },
  {
    id: 'detached-as-attached',
    goPlugins:
      'under `apiVersion` 1 a container that shares the endpoint of its pod joins through the compute service, but leaves through HNS; an error is not reported',
    thisSuite: 'it leaves the way it joined, and an error is reported',
    reason: 'a container that cannot be detached is not passed over in silence',
    undo: (pair, context) => (isOfSharedDetach(pair, context) ? asOurs(pair) : pair),
  },
];

function asOurs({ ours }: Pair): Pair {
  return { reference: ours, ours };
}

function isRepeated({ reference, ours }: Pair, { step, earlier }: StepContext): boolean {
  const first = earlier.at(-1);
  const isAgain = first !== undefined && step.verb === 'ADD' && isOf(first.step, step);
  return (
    isAgain &&
    first.step.verb === 'ADD' &&
    !reference.succeeded &&
    reference.calls.every((call) => call.refused === 'HCN_E_ENDPOINT_ALREADY_ATTACHED') &&
    ours.calls.length === 0 &&
    isSame(ours.answer, first.ours.answer) &&
    isSame(ours.files, first.ours.files) &&
    isSame(ours.endpoints, first.ours.endpoints)
  );
}

/** From the ADD of the second interface on, what the Go plugins do is a consequence of its failure. */
function isOfSecondInterface({ reference, ours }: Pair, { scenario, step, earlier }: StepContext): boolean {
  const { pod = POD, ifName = IF_NAME } = step;
  const name = `${pod}_${scenario.network}${ifName === IF_NAME ? '' : `_${ifName}`}`;
  const began = earlier.some((one) => one.step.verb === 'ADD' && (one.step.ifName ?? IF_NAME) !== IF_NAME);
  if (step.verb === 'ADD')
    return (
      ifName !== IF_NAME && !reference.succeeded && ours.succeeded && endpointsOf(ours)[0]?.Name === name
    );
  return began && removes(ours, name);
}

function isOfFirstAddress({ reference, ours }: Pair, { scenario, step, earlier }: StepContext): boolean {
  if (scenario.network !== 'cbr0') return false;
  if (step.verb === 'ADD') {
    const refused = reference.calls.map((call) => call.refused ?? null);
    return (
      isSame(refused, ['HCN_E_ADDR_INVALID_OR_RESERVED']) && leases(reference, '.2') && leases(ours, '.3')
    );
  }
  const [first] = earlier;
  if (first === undefined || !isOfFirstAddress(first, { ...first, scenario, earlier: [] })) return false;
  const isFirstDel = step.verb === 'DEL' && !earlier.some((one) => one.step.verb === 'DEL');
  return isFirstDel ? removes(ours, `${POD}_${scenario.network}`) : ours.succeeded && ours.calls.length === 0;
}

function isOfTranslatedPolicies(
  { reference, ours }: Pair,
  { scenario, step, earlier }: StepContext,
): boolean {
  if (step.verb === 'ADD') {
    const policies = endpointsOf(ours).map(({ Policies }) => Policies ?? null);
    const translated = objectsMember(POLICIES, 'policies').map(({ value = null }) => value);
    const isRefused = reference.calls.every((call) => call.refused === 'HCN_E_INVALID_POLICY_TYPE');
    return isRefused && ours.succeeded && isSame(policies, [translated]);
  }
  const [first] = earlier;
  if (first === undefined || !isOfTranslatedPolicies(first, { ...first, scenario, earlier: [] }))
    return false;
  return step.verb === 'DEL' ? removes(ours, `${POD}_${scenario.network}`) : ours.succeeded;
}

function isOfSharedDetach({ reference, ours }: Pair, { scenario, step }: StepContext): boolean {
  const { pod = POD, netns = '' } = step;
  const id = `<${netns.replace('container:', '')}_${scenario.network}>`;
  const theirs = {
    function: 'HNSCall',
    method: 'POST',
    path: `/endpoints/${id}/detach`,
    request: { ContainerId: pod, SystemType: 'Container' },
  };
  const own = {
    function: 'HcsModifyComputeSystem',
    system: pod,
    configuration: { ResourceType: 'Network', RequestType: 'Remove', Settings: id },
  };
  const isOnlyDifference = isSame({ ...reference, calls: [] }, { ...ours, calls: [] });
  return (
    step.verb === 'DEL' && isOnlyDifference && isSame(reference.calls, [theirs]) && isSame(ours.calls, [own])
  );
}

function isRefusedConfiguration({ ours }: Pair, { step, earlier }: StepContext): boolean {
  if (ours.calls.length > 0 || ours.endpoints.length > 0) return false;
  if (step.verb === 'ADD') return isError(ours, 7);
  const [first] = earlier;
  return (
    first !== undefined &&
    isError(first.ours, 7) &&
    ours.succeeded &&
    isSame(leasesAmong(ours.files), leasesAmong(first.ours.files))
  );
}

/** All files but those that are only there to be locked. */
function leasesAmong(files: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('/lock')));
}

/** Detached and deleted, and nothing else. */
function removes({ calls, succeeded }: Observation, endpointName: string): boolean {
  const [detach, remove, ...more] = calls;
  const id = `<${endpointName}>`;
  return (
    succeeded &&
    more.length === 0 &&
    detach?.function === 'HcnModifyNamespace' &&
    JSON.stringify(detach).includes(id) &&
    remove?.function === 'HcnDeleteEndpoint' &&
    remove.id === id
  );
}

function leases(seen: Observation, ending: string): boolean {
  return JSON.stringify(endpointsOf(seen)[0]?.IpConfigurations ?? null).includes(`${ending}"`);
}

function isError({ succeeded, answer }: Observation, code: number): boolean {
  return !succeeded && isJsonObject(answer) && answer.code === code && answer.msg !== '';
}

function isOf(one: Step, other: Step): boolean {
  return (one.pod ?? POD) === (other.pod ?? POD) && (one.ifName ?? IF_NAME) === (other.ifName ?? IF_NAME);
}

import { type Comparison, compare } from '../../../conformance/reference/compare.ts';
import { INTENDED_DIFFERENCES } from '../../../conformance/reference/intended-differences/index.ts';
import { namespaceOf } from '../../../conformance/reference/node-state.ts';
import type { Observation } from '../../../conformance/reference/observation.ts';
import type { Scenario } from '../../../conformance/reference/scenario.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { NIL_GUID } from '../../../lib/hns/guid.ts';

/** A scenario of one ADD unless said otherwise. */
export function scenarioOf(more: Partial<Scenario> = {}): Scenario {
  return {
    id: 'example',
    plugin: 'win-bridge',
    network: 'cbr0',
    cniVersion: '1.0.0',
    config: { apiVersion: 2, ipam: { type: 'host-local', subnet: '10.244.2.0/24' } },
    steps: [{ verb: 'ADD' }],
    ...more,
  };
}

const ROUTES = [{ NextHop: '10.244.2.2', DestinationPrefix: '0.0.0.0/0' }];
const MAC = '00-15-5D-3C-D0-01';

/** What the Go plugin does for an ADD, with changes of the endpoint's document. */
export function byGo(document: JsonObject = {}): Observation {
  return added(
    {
      interfaces: [{ name: 'pod-1_cbr0', mac: MAC }],
      ips: [{ address: '10.244.2.10/24', gateway: '10.244.2.2' }],
    },
    { IpConfigurations: [{ IpAddress: '10.244.2.10' }], Routes: ROUTES, ...document },
    NIL_GUID,
  );
}

/** What ours does for the same, with changes of the endpoint's document and of the result. */
export function byOurs(document: JsonObject = {}, result: JsonObject = {}): Observation {
  return added(
    {
      interfaces: [{ name: 'eth0', mac: MAC, sandbox: namespaceOf('pod-1') }],
      ips: [{ address: '10.244.2.10/24', gateway: '10.244.2.2', interface: 0 }],
      routes: [{ dst: '0.0.0.0/0', gw: '10.244.2.2' }],
      ...result,
    },
    { IpConfigurations: [{ IpAddress: '10.244.2.10', PrefixLength: 24 }], Routes: ROUTES, ...document },
    '<pod-1_cbr0>',
  );
}

function added(answer: JsonObject, document: JsonObject, id: string): Observation {
  const call = { function: 'HcnCreateEndpoint', id, settings: { Name: 'pod-1_cbr0', ...document } };
  const endpoints = [{ Name: 'pod-1_cbr0' }];
  return { succeeded: true, answer: { cniVersion: '1.0.0', ...answer }, calls: [call], endpoints, files: {} };
}

/** A step that changed nothing in HNS. */
export function idle(more: Partial<Observation> = {}): Observation {
  return { succeeded: true, answer: null, calls: [], endpoints: [], files: {}, ...more } as Observation;
}

/** Compares under all intended differences. */
export function compared(
  scenario: Scenario,
  reference: readonly Observation[],
  ours: readonly Observation[],
): Comparison {
  return compare(scenario, { reference, ours }, INTENDED_DIFFERENCES);
}

/** The places where a comparison found what is not intended. */
export function unexpectedPaths({ unexpected }: Comparison): readonly string[] {
  return unexpected.flatMap(({ places }) => places.map(({ path }) => path));
}

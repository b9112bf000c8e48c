import { describe, expect, test } from 'vitest';
import { differingPlaces } from '../../../conformance/reference/document-difference.ts';
import type { Observation } from '../../../conformance/reference/observation.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { byGo, byOurs, compared, idle, scenarioOf, unexpectedPaths } from './seen.ts';

const usual = ['result-interface', 'result-routes', 'chosen-id', 'prefix-length'];

describe('differingPlaces()', () => {
  test.each([
    { of: 'equal documents in another order', one: { a: 1, b: [2] }, other: { b: [2], a: 1 }, paths: [] },
    { of: 'a member of a member', one: { a: { b: 1 } }, other: { a: { b: 2 } }, paths: ['a.b'] },
    { of: 'a longer list', one: { a: [1] }, other: { a: [1, 2] }, paths: ['a[1]'] },
    { of: 'lists in another order', one: [1, 2], other: [2, 1], paths: ['[0]', '[1]'] },
    { of: 'names that are no identifiers', one: { 'a/b': 1 }, other: {}, paths: ['["a/b"]'] },
    { of: 'null and a missing member', one: { a: null }, other: {}, paths: ['a'] },
  ])('names the place of $of', ({ one, other, paths }) => {
    expect(differingPlaces(one, other).map(({ path }) => path)).toEqual(paths);
  });
});

describe('a usual ADD', () => {
  test('is equal but for what is intended, each named', () => {
    const { intended, unexpected } = compared(scenarioOf(), [byGo()], [byOurs()]);
    expect(unexpected).toEqual([]);
    expect([...intended]).toEqual(usual);
  });

  test('by the Go plugin itself meets no difference', () => {
    expect(compared(scenarioOf(), [byGo()], [byGo()]).intended.size).toBe(0);
  });

  const document = 'calls[0].settings';
  test.each<{ wrong: string; document?: JsonObject; result?: JsonObject; paths: string[] }>([
    { wrong: 'another name', document: { Name: 'x' }, paths: [`${document}.Name`] },
    { wrong: 'a member too many', document: { Flags: 1 }, paths: [`${document}.Flags`] },
    {
      wrong: "a prefix length that is not the lease's",
      document: { IpConfigurations: [{ IpAddress: '10.244.2.10', PrefixLength: 25 }] },
      paths: [`${document}.IpConfigurations[0].PrefixLength`],
    },
    {
      wrong: 'a route that nobody configured',
      document: {
        Routes: [
          { NextHop: '10.244.2.2', DestinationPrefix: '0.0.0.0/0' },
          { NextHop: '10.244.2.2', DestinationPrefix: '10.96.0.0/12' },
        ],
      },
      paths: ['answer.routes', `${document}.Routes[1]`],
    },
    { wrong: 'routes that are not those of the endpoint', result: { routes: [] }, paths: ['answer.routes'] },
    {
      wrong: 'an interface in another sandbox',
      result: { interfaces: [{ name: 'eth0', mac: '00-15-5D-3C-D0-01', sandbox: 'other' }] },
      paths: ['answer.interfaces[0].name', 'answer.interfaces[0].sandbox', 'answer.ips[0].interface'],
    },
    {
      wrong: 'a policy too many',
      document: { Policies: [{ Type: 'PortMapping', Settings: {} }] },
      paths: [`${document}.Policies`],
    },
  ])('with $wrong is reported', ({ document, result, paths }) => {
    expect(unexpectedPaths(compared(scenarioOf(), [byGo()], [byOurs(document, result)]))).toEqual(paths);
  });
});

describe('policies', () => {
  const nat = (...Exceptions: string[]) => ({ Type: 'OutBoundNAT', Settings: { Exceptions } });
  const port = (more: JsonObject) => ({ Type: 'PortMapping', Settings: { ExternalPort: 80, ...more } });

  test.each<{ title: string; go: JsonObject[]; ours: JsonObject[]; met: string[]; paths: number }>([
    {
      title: 'merged exceptions are intended',
      go: [nat('10.1.0.0/16'), nat('10.2.0.0/16')],
      ours: [nat('10.1.0.0/16', '10.2.0.0/16')],
      met: ['one-out-bound-nat'],
      paths: 0,
    },
    {
      title: 'an exception that is lost is not',
      go: [nat('10.1.0.0/16'), nat('10.2.0.0/16')],
      ours: [nat('10.1.0.0/16')],
      met: [],
      paths: 1,
    },
    {
      title: 'the flag of a local routed VIP is intended',
      go: [port({ VIP: '' })],
      ours: [port({ Flags: 1 })],
      met: ['port-flags'],
      paths: 0,
    },
    {
      title: 'another flag is not',
      go: [port({ VIP: '' })],
      ours: [port({ Flags: 2 })],
      met: ['port-flags'],
      paths: 1,
    },
    {
      title: 'another order on a bridge is not',
      go: [nat('10.1.0.0/16'), port({})],
      ours: [port({}), nat('10.1.0.0/16')],
      met: [],
      paths: 6,
    },
  ])('$title', ({ go, ours, met, paths }) => {
    const comparison = compared(scenarioOf(), [byGo({ Policies: go })], [byOurs({ Policies: ours })]);
    expect([...comparison.intended].filter((id) => !usual.includes(id))).toEqual(met);
    expect(unexpectedPaths(comparison)).toHaveLength(paths);
  });
});

describe('a repeated ADD', () => {
  const scenario = scenarioOf({ steps: [{ verb: 'ADD' }, { verb: 'ADD' }] });
  const refused = { function: 'HcnModifyNamespace', refused: 'HCN_E_ENDPOINT_ALREADY_ATTACHED' };
  const endpoints = [{ Name: 'pod-1_cbr0' }];
  const goFails = idle({ succeeded: false, answer: { code: 999 }, calls: [refused], endpoints });
  const { answer } = byOurs();

  test('that answers as the first did is intended', () => {
    const again = idle({ answer, endpoints });
    const { intended, unexpected } = compared(scenario, [byGo(), goFails], [byOurs(), again]);
    expect(unexpected).toEqual([]);
    expect(intended).toContain('repeated-add');
  });

  test.each<{ what: string; more: Partial<Observation> }>([
    { what: 'answers something else', more: { answer: { cniVersion: '1.0.0' } } },
    { what: 'asks HNS for changes', more: { answer, calls: [{ function: 'HcnDeleteEndpoint' }] } },
    { what: 'loses the endpoint', more: { answer, endpoints: [] } },
    { what: 'leaves files', more: { answer, files: { 'var/lib/cni/x': 'x' } } },
  ])('that $what is reported', ({ more }) => {
    const again = idle({ endpoints, ...more });
    const { unexpected } = compared(scenario, [byGo(), goFails], [byOurs(), again]);
    expect(unexpected.map(({ step }) => step)).toEqual(['2. ADD pod-1 eth0']);
  });
});

test('an error with another code than a refused configuration has is reported', () => {
  const failure = (code: number) => idle({ succeeded: false, answer: { code, msg: 'x' } });
  expect(compared(scenarioOf(), [byGo()], [failure(7)]).intended).toContain('refused-configuration');
  expect(compared(scenarioOf(), [byGo()], [failure(999)]).unexpected).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { Conduct } from '../../../../conformance/simulated-hns/state.ts';
import { HcnDriver } from '../../../../lib/hns/hcn/driver.ts';
import { endpointRequest, NOWHERE, POD, simulatedNode } from './node.ts';

const HOSTS: readonly Partial<Conduct>[] = [
  {},
  { missingEndpoint: 'ERROR_NOT_FOUND', missingNetwork: 'ERROR_NOT_FOUND' },
  { secondAttach: 'HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS' },
  { notAttached: 'HCN_E_ENDPOINT_NOT_ATTACHED' },
  { missingNamespace: 'GCN_E_NETCOMPARTMENT_NOT_FOUND' },
];

test.each(HOSTS)('the driver does the same on a host that answers with %j', async (conduct) => {
  const hns = simulatedNode(conduct);
  const driver = new HcnDriver(hns.api());
  const namespace = { kind: 'namespace', id: POD } as const;
  const { id } = await driver.createEndpoint(endpointRequest());
  expect(await driver.detach(id, namespace)).toBe('absent');
  await driver.attach(id, namespace);
  await driver.attach(id, namespace);
  expect(await driver.detach(id, { kind: 'namespace', id: NOWHERE })).toBe('absent');
  await expect(driver.attach(id, { kind: 'namespace', id: NOWHERE })).rejects.toMatchObject({ code: 103 });
  expect(await driver.deleteEndpoint(id)).toBe('deleted');
  expect(await driver.deleteEndpoint(id)).toBe('absent');
  expect(hns.openHandles).toBe(0);
});

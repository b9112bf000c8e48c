import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { flannelHostGateway } from '../../../conformance/simulated-hns/fixtures.ts';
import { startServer } from '../../../conformance/simulated-hns/server.ts';
import { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import { HcnDriver } from '../../../lib/hns/hcn/driver.ts';
import { parseSimulatorAddress } from '../../../lib/hns/hcn/simulator-address.ts';
import { connectToSimulator, SimulatorClient } from '../../../lib/hns/hcn/simulator-client.ts';
import { guid, MISSING, NETWORK, service } from './service.ts';

async function served(hns: SimulatedHns): Promise<string> {
  const server = await startServer(hns);
  onTestFinished(() => server.close());
  return server.address;
}

/** Sends a line as any program could, and gives the line that comes back. */
function say(address: string, line: string): Promise<string> {
  const target = parseSimulatorAddress(address);
  if (target === undefined) throw new Error(`the test is wrong: "${address}"`);
  return new Promise((resolve, reject) => {
    const socket = connect(target, () => socket.write(`${line}\n`));
    socket.setEncoding('utf8');
    socket.once('data', (text) => {
      socket.destroy();
      resolve(String(text));
    });
    socket.once('error', reject);
  });
}

test('forty clients at once attach forty pods to distinct addresses, and detach them', async () => {
  const hns = new SimulatedHns({
    ...flannelHostGateway({ id: NETWORK, subnet: '10.244.1.0/24' }),
    createNamespaces: true,
  });
  const address = await served(hns);
  const pods = Array.from({ length: 40 }, (_, index) =>
    guid(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`),
  );
  const attached = await Promise.all(
    pods.map(async (id, index) => {
      const driver = new HcnDriver(connectToSimulator(address));
      const endpoint = await driver.createEndpoint({
        name: `pod${index}_cbr0`,
        networkId: NETWORK,
        addresses: [],
        routes: [],
        dns: { search: [], servers: [], options: [] },
        policies: [],
      });
      await driver.attach(endpoint.id, { kind: 'namespace', id });
      return { driver, id: endpoint.id, namespace: id };
    }),
  );
  const { endpoints, namespaces } = hns.dump();
  expect(new Set(endpoints.map((endpoint) => JSON.stringify(endpoint.IpConfigurations))).size).toBe(41);
  expect(new Set(endpoints.map((endpoint) => endpoint.MacAddress)).size).toBe(41);
  expect(namespaces).toHaveLength(40);
  expect(hns.openHandles).toBe(0);
  await Promise.all(
    attached.map(async ({ driver, id, namespace }) => {
      expect(await driver.detach(id, { kind: 'namespace', id: namespace })).toBe('detached');
      expect(await driver.deleteEndpoint(id)).toBe('deleted');
    }),
  );
  expect(hns.dump().endpoints.map((endpoint) => endpoint.Name)).toEqual(['cbr0_ep']);
  expect(hns.openHandles).toBe(0);
});

test('handles of a client that goes away are released', async () => {
  const { hns } = service();
  const client = new SimulatorClient(await served(hns));
  await client.request('HcnOpenNetwork', [NETWORK]);
  expect(hns.openHandles).toBe(1);
  await client.close();
  await expect.poll(() => hns.openHandles, { timeout: 10_000 }).toBe(0);
});

test('any program can speak the protocol: a JSON line out, a JSON line back', async () => {
  const { hns } = service();
  const address = await served(hns);
  const line = { id: 5, function: 'HcnOpenEndpoint', arguments: [MISSING] };
  expect(JSON.parse(await say(address, JSON.stringify(line)))).toEqual({
    id: 5,
    hresult: 0x803b0002,
    errorRecord: expect.stringContaining('"Success":false'),
  });
});

test.each([
  'GET / HTTP/1.1',
  '[]',
  '{"id":1,"function":"HcnBurn"}',
  '{"id":1,"function":"dump","arguments":[1]}',
])('what is no call is answered with the form of one: %s', async (line) => {
  const address = await served(service().hns);
  expect(JSON.parse(await say(address, line))).toEqual({
    error: expect.stringContaining('one JSON object a line'),
  });
});

test('the same port cannot be listened on twice', async () => {
  const target = parseSimulatorAddress(await served(new SimulatedHns()));
  await expect(startServer(new SimulatedHns(), target)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

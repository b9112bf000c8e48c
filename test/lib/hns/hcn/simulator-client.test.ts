import { execFile } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../../../conformance/simulated-hns/server.ts';
import { SimulatedHns } from '../../../../conformance/simulated-hns/simulated-hns.ts';
import { parseSimulatorAddress } from '../../../../lib/hns/hcn/simulator-address.ts';
import { connectToSimulator, SimulatorClient } from '../../../../lib/hns/hcn/simulator-client.ts';

/** Something on a free port that is no simulated HNS. */
async function impostor(talk: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('parseSimulatorAddress()', () => {
  test.each([
    { text: '127.0.0.1:4711', is: { host: '127.0.0.1', port: 4711 } },
    { text: 'localhost:0', is: { host: 'localhost', port: 0 } },
    { text: '[::1]:4711', is: { host: '::1', port: 4711 } },
    { text: '127.0.0.1', is: undefined },
    { text: '127.0.0.1:', is: undefined },
    { text: '::1:4711', is: undefined },
    { text: '127.0.0.1:99999', is: undefined },
    { text: 'http://127.0.0.1:4711', is: undefined },
    { text: '', is: undefined },
  ])('$text', ({ text, is }) => {
    expect(parseSimulatorAddress(text)).toEqual(is);
  });
});

describe('the client of the simulated HNS', () => {
  test('nothing listens: code 100 names the address and the variable', async () => {
    const server = await startServer(new SimulatedHns());
    await server.close();
    await expect(connectToSimulator(server.address).HcnEnumerateNetworks('')).rejects.toMatchObject({
      code: 100,
      message: expect.stringContaining(server.address),
      details: expect.stringMatching(/CNI_HNS_SIMULATOR.*ECONNREFUSED/),
    });
  });

  test('an address that is none: code 100', async () => {
    await expect(connectToSimulator('nonsense').HcnEnumerateNetworks('')).rejects.toMatchObject({
      code: 100,
      details: expect.stringContaining('host:port'),
    });
  });

  test.each([
    { says: 'HTTP/1.1 400 Bad Request\r\n\r\n' },
    { says: '{"jsonrpc":"2.0"}\n' },
    { says: '{"id":99,"hresult":0}\n' },
  ])('something else answers $says: code 100', async ({ says }) => {
    const address = await impostor((socket) => socket.once('data', () => socket.write(says)));
    await expect(connectToSimulator(address).HcnEnumerateNetworks('')).rejects.toMatchObject({
      code: 100,
      details: expect.stringContaining('no simulated HNS'),
    });
  });

  test('the other end closes in the middle of a call: code 11', async () => {
    const address = await impostor((socket) => socket.once('data', () => socket.end()));
    await expect(connectToSimulator(address).HcnEnumerateNetworks('')).rejects.toMatchObject({
      code: 11,
      message: expect.stringContaining(address),
    });
  });

  test('no reply within the time limit: code 11 names the function', async () => {
    const address = await impostor(() => {});
    const client = new SimulatorClient(address);
    await expect(client.request('HcnEnumerateNetworks', [], 20)).rejects.toMatchObject({
      code: 11,
      details: expect.stringContaining('HcnEnumerateNetworks'),
    });
  });

  test('calls that overlap get their own replies, whatever the order', async () => {
    const hns = new SimulatedHns({ networks: [{ Name: 'a' }] });
    const server = await startServer(hns);
    onTestFinished(() => server.close());
    hns.delay('HNSCall', 30);
    const api = connectToSimulator(server.address);
    const [version, networks] = await Promise.all([
      api.HNSCall('GET', '/globals/version', ''),
      api.HcnEnumerateNetworks(''),
    ]);
    expect(version.value).toContain('"Major":15');
    expect(JSON.parse(networks.value ?? '')).toHaveLength(1);
    expect(hns.journal.map((entry) => entry.function)).toEqual(['HcnEnumerateNetworks', 'HNSCall']);
  });

  test('an idle connection does not keep its process from ending', async () => {
    const server = await startServer(new SimulatedHns());
    onTestFinished(() => server.close());
    const program = `
      import { connectToSimulator } from './lib/hns/hcn/simulator-client.ts';
      const { value } = await connectToSimulator('${server.address}').HcnEnumerateNetworks('');
      console.log(value);`;
    const { stdout } = await promisify(execFile)(execPath, ['--input-type=module', '--eval', program], {
      timeout: 20_000,
    });
    expect(stdout).toBe('[]\n');
  });

  test('documents beyond one packet arrive whole', async () => {
    const Name = 'ä'.repeat(300_000);
    const server = await startServer(new SimulatedHns({ namespaces: [{ Name }] }));
    onTestFinished(() => server.close());
    const { value } = await new SimulatorClient(server.address).request('dump', []);
    expect(JSON.parse(value ?? '').namespaces[0].Name).toBe(Name);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseGuid } from '../../../../lib/hns/guid.ts';
import type { HcnApi } from '../../../../lib/hns/hcn/api.ts';
import { canConnectBlocking, connectBlocking } from '../../../../lib/hns/hcn/blocking-simulator-client.ts';
import { loadForeignFunctions } from '../../../../lib/native/load-foreign-functions.ts';

const root = join(import.meta.dirname, '../../../..');
const id = parseGuid('8c1b2a3d-4e5f-4071-8293-000000000001');

/** Starts a program that prints a line when it listens. It must be another process: the client blocks this one. */
async function start(args: readonly string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, line };
}

async function simulator(): Promise<{ child: ChildProcess; address: string }> {
  const { child, line } = await start([
    'conformance/simulated-hns/command-line.ts',
    '--listen',
    '127.0.0.1:0',
  ]);
  return { child, address: JSON.parse(line).listening };
}

/** A server that is no simulated HNS, and answers every connection with `text`. */
async function stranger(text: string): Promise<string> {
  const script = `require('net').createServer((s) => s.on('data', () => s.end(${JSON.stringify(text)}))).listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;
  return `127.0.0.1:${(await start(['-e', script])).line}`;
}

async function connect(address: string): Promise<HcnApi> {
  return connectBlocking(address, await loadForeignFunctions());
}

describe.runIf(process.platform === 'linux')('connectBlocking()', () => {
  test('makes calls, and passes over the replies to closing that it did not wait for', async () => {
    const { address } = await simulator();
    const api = await connect(address);
    const { value: namespace } = await api.HcnCreateNamespace(
      id as never,
      '{"SchemaVersion":{"Major":2,"Minor":0}}',
    );
    for (let round = 0; round < 50; round += 1) {
      const { value: handle } = await api.HcnOpenNamespace(id as never);
      expect(await api.HcnCloseNamespace(handle as never)).toEqual({ hresult: 0 });
    }
    expect(namespace).toBeTypeOf('bigint');
    expect(JSON.parse((await api.HcnEnumerateNamespaces('{}')).value ?? '')).toHaveLength(1);
    expect(await api.HcnOpenNetwork(id as never)).toMatchObject({
      hresult: expect.any(Number),
      errorRecord: expect.any(String),
    });
  });

  test('a connection that is lost is code 11, and one that cannot be made again code 100', async () => {
    const { address, child } = await simulator();
    const api = await connect(address);
    await api.HcnEnumerateNetworks('{}');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(api.HcnEnumerateNetworks('{}')).rejects.toMatchObject({ code: 11 });
    await expect(api.HcnEnumerateNetworks('{}')).rejects.toMatchObject({
      code: 100,
      details: expect.stringContaining(`ECONNREFUSED ${address}`),
    });
  });

  test.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '{"id":7,"hresult":0}\n', '[]\n'])(
    'what answers %j is no simulated HNS: code 100',
    async (text) => {
      const api = await connect(await stranger(text));
      await expect(api.HcnEnumerateNetworks('{}')).rejects.toMatchObject({
        code: 100,
        details: expect.stringContaining('no simulated HNS'),
      });
    },
  );
});

describe('canConnectBlocking()', () => {
  test.each([
    { address: '127.0.0.1:4711', platform: 'linux', possible: true },
    { address: '127.0.0.1:4711', platform: 'win32', possible: false },
    { address: 'localhost:4711', platform: 'linux', possible: false },
    { address: '[::1]:4711', platform: 'linux', possible: false },
    { address: 'nonsense', platform: 'linux', possible: false },
  ] as const)('$address on $platform: $possible', ({ address, platform, possible }) => {
    expect(canConnectBlocking(address, platform)).toBe(possible);
  });
});

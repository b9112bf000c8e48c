import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command, Parameters } from '../../../lib/cni/parameters.ts';
import { executeDelegate } from '../../../lib/delegate/execute-delegate.ts';
import type { Processes } from '../../../lib/host/processes.ts';
import { realProcesses } from '../../../lib/host/real-processes.ts';
import { type PluginFolder, pluginFolder } from './plugin-scripts.ts';

let folder: PluginFolder;
beforeAll(() => {
  folder = pluginFolder();
});
afterAll(() => folder.remove());

const parameters: Omit<Parameters, 'command'> = {
  containerId: 'c1',
  netns: 'none',
  ifName: 'eth0',
  args: '',
  path: '/opt/cni/bin',
};

interface Call {
  readonly body: string;
  readonly command?: Command;
  readonly config?: { readonly [key: string]: string };
  readonly timeoutMs?: number;
}

let written = 0;

/** Executes a plugin whose body is JavaScript. */
function call({ body, command = 'ADD', config = {}, timeoutMs }: Call) {
  written += 1;
  const real = realProcesses(() => {});
  const processes: Processes = timeoutMs ? { run: (start) => real.run({ ...start, timeoutMs }) } : real;
  return executeDelegate({
    type: 'fake',
    file: folder.write(`plugin-${written}`, body),
    config: { type: 'fake', name: 'net', cniVersion: '1.0.0', ...config },
    parameters: { ...parameters, command },
    host: { platform: process.platform, environment: { INHERITED: 'yes', CNI_COMMAND: 'other' }, processes },
  });
}

// Windows starts no scripts; the executables' tests run real programs there.
describe.skipIf(process.platform === 'win32')('executeDelegate()', () => {
  test('gives the delegate the complete configuration, compact, and the parameters (§4)', async () => {
    const dns = '({ nameservers: [input(), process.env.CNI_COMMAND, process.env.INHERITED] })';
    const result = await call({
      body: `print({ cniVersion: '1.0.0', dns: ${dns} })`,
      config: { extra: '<&>' },
    });
    expect(result?.dns?.nameservers).toEqual([
      '{"type":"fake","name":"net","cniVersion":"1.0.0","extra":"\\u003c\\u0026\\u003e"}',
      'ADD',
      'yes',
    ]);
  });

  test.each([
    {
      title: 'of another version is decoded, not converted',
      printed: '{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.1.2.3/24"}]}',
      result: { cniVersion: '0.4.0', ips: [{ version: '4', address: '10.1.2.3/24' }], dns: {} },
    },
    {
      title: 'of the oldest form too',
      printed: '{"cniVersion":"0.2.0","ip4":{"ip":"10.1.2.3/24"}}',
      result: { cniVersion: '0.2.0', ip4: { ip: '10.1.2.3/24' }, dns: {} },
    },
    {
      title: 'without a version has the configuration’s',
      printed: '{"ips":[{"address":"10.1.2.3/24"}]}',
      result: { cniVersion: '1.0.0', ips: [{ address: '10.1.2.3/24' }] },
    },
    { title: '`null` is an empty one', printed: 'null', result: { cniVersion: '1.0.0' } },
  ])('a result $title', async ({ printed, result }) => {
    expect(await call({ body: `print(${JSON.stringify(printed)})` })).toMatchObject(result);
  });

  test('a result without a version answers a configuration without one in 0.1.0', async () => {
    const body = 'print({ ip4: { ip: "10.1.2.3/24" } })';
    expect(await call({ body, config: { cniVersion: '' } })).toMatchObject({ cniVersion: '0.1.0' });
  });

  test('what the delegate prints for other commands does not matter', async () => {
    expect(await call({ body: 'print("gone")', command: 'DEL' })).toBeUndefined();
  });

  test.each<Call & { title: string; code: number; says: string }>([
    { title: 'exits 7 silently', body: 'process.exit(7)', code: 121, says: 'exit status 7' },
    { title: 'prints garbage and fails', body: 'print("boom"); process.exit(1)', code: 121, says: 'boom' },
    { title: 'prints garbage and succeeds', body: 'print("boom")', code: 121, says: 'not a JSON object' },
    { title: 'prints nothing and succeeds', body: '', code: 121, says: 'It printed nothing' },
    { title: 'prints an array', body: 'print([])', code: 121, says: 'not a JSON object' },
    {
      title: 'prints an error',
      body: 'print({ code: 11, msg: "later", details: "busy" }); process.exit(1)',
      code: 11,
      says: 'later|busy',
    },
    {
      title: 'answers in an unknown version',
      body: 'print({ cniVersion: "7.0.0" })',
      code: 6,
      says: 'the result of plugin "fake" is in an unsupported CNI version: "7.0.0"',
    },
    {
      title: 'writes to standard error only',
      body: 'throw new Error("lost")',
      code: 121,
      says: 'Error: lost',
    },
    {
      title: 'kills itself',
      body: 'process.kill(process.pid, "SIGKILL")',
      code: 121,
      says: 'signal SIGKILL',
    },
    {
      title: 'sleeps beyond the limit',
      body: 'setInterval(() => {}, 1e6)',
      timeoutMs: 400,
      code: 122,
      says: 'ADD of plugin "fake" did not end within 0.4 s and was killed',
    },
  ])('a delegate that $title fails with code $code', async ({ title: _title, code, says, ...given }) => {
    const failure = await call(given).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    const { message, details } = failure as { message: string; details: string };
    expect(`${message}|${details}`).toContain(says);
  });

  test('a delegate that ignores its standard input is judged by what it prints', async () => {
    const body = 'print({ cniVersion: "1.0.0" }); process.exit(0)';
    const result = await call({ body, config: { big: 'x'.repeat(1_000_000) } });
    expect(result).toMatchObject({ cniVersion: '1.0.0' });
  });
});

describe('executeDelegate() on Windows', () => {
  const started: string[] = [];
  const processes: Processes = {
    run: async ({ path }) => {
      started.push(path);
      return { stdout: '', stderr: '', reason: { kind: 'exited', exitCode: 0 } };
    },
  };
  const execute = (file: string) =>
    executeDelegate({
      type: 'fake',
      file,
      config: { type: 'fake' },
      parameters: { ...parameters, command: 'DEL' },
      host: { platform: 'win32', environment: {}, processes },
    });

  test.each(['C:\\x\\fake.exe', 'C:\\x\\fake.EXE', 'C:\\x\\bt.bat'])('starts %s', async (file) => {
    await execute(file);
    expect(started).toContain(file);
  });

  test.each(['C:\\x\\fake', 'C:\\x\\fake.txt'])('says that %s cannot start', async (file) => {
    await expect(execute(file)).rejects.toMatchObject({
      code: 121,
      message: expect.stringContaining(`Cannot start ${file}: Windows starts no file with`),
    });
    expect(started).not.toContain(file);
  });
});

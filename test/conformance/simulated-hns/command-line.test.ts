import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath, platform } from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toCniError } from '../../../lib/cni/error.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { HcnDriver } from '../../../lib/hns/hcn/driver.ts';
import { connectToSimulator } from '../../../lib/hns/hcn/simulator-client.ts';
import { HRESULTS } from '../../../lib/hns/hresult-symbols.ts';
import { guid, MISSING, NETWORK, NETWORK_DOCUMENT, POD } from './service.ts';

const PROGRAM = 'conformance/simulated-hns/command-line.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'simulated-hns-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function stateFile(document: unknown): string {
  const path = join(folder(), 'state.json');
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

/** Starts the service and waits until it says where it listens. */
async function started(...args: readonly string[]): Promise<{ process: ChildProcess; address: string }> {
  const process = spawn(execPath, [PROGRAM, '--listen', '127.0.0.1:0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void process.kill('SIGKILL'));
  const line = await new Promise<string>((resolve) =>
    process.stdout.once('data', (text) => resolve(String(text))),
  );
  expect(line).toMatch(/^\{"listening":"127\.0\.0\.1:\d+"\}\n$/);
  return { process, address: JSON.parse(line).listening };
}

function ended(process: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => process.once('exit', (code) => resolve(code)));
}

function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(execPath, [PROGRAM, ...args], (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

const REQUEST = {
  name: 'x',
  networkId: NETWORK,
  addresses: [],
  routes: [],
  dns: { search: [], servers: [], options: [] },
  policies: [],
};

describe('simulate-hns', () => {
  test('serves the state of a file, makes namespaces on attach, and dumps what it holds', async () => {
    const state = stateFile({ version: { Major: 13, Minor: 3 }, networks: [NETWORK_DOCUMENT] });
    const { process, address } = await started('--state', state, '--create-namespaces');
    const driver = new HcnDriver(connectToSimulator(address));
    expect(await driver.version()).toEqual({ Major: 13, Minor: 3 });
    const { id } = await driver.createEndpoint(REQUEST);
    await driver.attach(id, { kind: 'namespace', id: POD });
    const { code, stdout } = await run('dump', address);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: { Major: 13, Minor: 3 },
      networks: [{ ID: NETWORK, Name: 'cbr0' }],
      namespaces: [{ ID: POD, Resources: [{ Type: 'Endpoint', Data: { Id: id } }] }],
      endpoints: [{ ID: id, HostComputeNamespace: POD }],
    });
    process.kill('SIGTERM');
    expect(await ended(process)).toBe(0);
  });

  test.skipIf(platform === 'win32')(
    'ends with the shell npm started it in, which does not pass signals on',
    async () => {
      const script = `${execPath} ${PROGRAM} --listen 127.0.0.1:0 & wait`;
      const shell = spawn('sh', ['-c', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...env, npm_lifecycle_event: 'simulate-hns' },
      });
      const line = await new Promise<string>((resolve) => {
        shell.stdout.on('data', (text) => String(text).includes('listening') && resolve(String(text)));
      });
      shell.kill('SIGTERM');
      const client = connectToSimulator(JSON.parse(line).listening);
      await expect
        .poll(() => client.HcnEnumerateNetworks('').then(() => 0, toCniError), { timeout: 10_000 })
        .toMatchObject({ code: 100 });
    },
  );

  test('an unknown namespace stays unknown unless told otherwise', async () => {
    const { address } = await started('--state', stateFile({ networks: [NETWORK_DOCUMENT] }));
    const driver = new HcnDriver(connectToSimulator(address));
    const { id } = await driver.createEndpoint(REQUEST);
    await expect(driver.attach(id, { kind: 'namespace', id: MISSING })).rejects.toMatchObject({ code: 103 });
  });

  test('containers are those of the file, or all there can be', async () => {
    const open = async (...args: readonly string[]) => {
      const { address } = await started(...args);
      return (await connectToSimulator(address).HcsOpenComputeSystem('app')).hresult;
    };
    expect(await open()).toBe(HRESULTS.ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND);
    expect(await open('--state', stateFile({ computeSystems: ['app'] }))).toBe(HRESULTS.S_OK);
    expect(await open('--create-compute-systems')).toBe(HRESULTS.S_OK);
  });

  test('appends each call to the journal before it is answered: killing it loses none', async () => {
    const journal = join(folder(), 'journal.jsonl');
    writeFileSync(journal, '{"sequence":0}\n');
    const { process, address } = await started('--journal', journal);
    await new HcnDriver(connectToSimulator(address)).networks();
    await connectToSimulator(address).HcnOpenEndpoint(guid(MISSING));
    process.kill('SIGKILL');
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    expect(lines.map((line): JsonObject => JSON.parse(line))).toMatchObject([
      { sequence: 0 },
      {
        sequence: 1,
        function: 'HcnEnumerateNetworks',
        arguments: { query: { SchemaVersion: { Major: 2 } } },
        hresult: 0,
        reply: [],
      },
      { sequence: 2, function: 'HcnOpenEndpoint', hresult: 0x803b0002, reply: { Success: false } },
    ]);
  });

  test('fails, delays and drops calls as it is told', async () => {
    const { address } = await started(
      ...['--fail', 'HNSCall:1:0x803b0020', '--fail', 'HNSCall:2:ERROR_ACCESS_DENIED'],
      ...['--drop', 'HNSCall:3', '--delay', 'HNSCall:1'],
    );
    const driver = new HcnDriver(connectToSimulator(address));
    await expect(driver.version()).rejects.toMatchObject({
      code: 11,
      details: expect.stringContaining('HCN_E_MANAGER_STOPPED'),
    });
    await expect(driver.version()).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining('elevated'),
    });
    await expect(driver.version()).rejects.toMatchObject({
      code: 11,
      details: expect.stringContaining('CNI_HNS_SIMULATOR'),
    });
    expect(await driver.version()).toEqual({ Major: 15, Minor: 4 });
  });

  test.each([
    { args: [], says: '--listen' },
    { args: ['--listen', 'nowhere'], says: '"nowhere"' },
    { args: ['--listen', '127.0.0.1:0', '--burn'], says: '--burn' },
    { args: ['--listen', '127.0.0.1:0', '--state', '/no/such/file.json'], says: '/no/such/file.json' },
    { args: ['--listen', '127.0.0.1:0', '--fail', 'HcnBurn:1:0x803b0020'], says: 'HcnBurn' },
    { args: ['--listen', '127.0.0.1:0', '--fail', 'HNSCall:0:0x803b0020'], says: 'HNSCall:0' },
    { args: ['--listen', '127.0.0.1:0', '--fail', 'HNSCall:1:bad'], says: 'HRESULT' },
    { args: ['--listen', '127.0.0.1:0', '--delay', 'HNSCall'], says: 'FUNCTION:MS' },
    { args: ['--listen', '127.0.0.1:0', '--drop', 'HNSCall:1:later'], says: ':after' },
    { args: ['--listen', '127.0.0.1:0', '--fail', 'HNSCall:1:0x803b0020:later'], says: ':after' },
    { args: ['dump'], says: 'dump 127.0.0.1:PORT' },
    { args: ['fetch'], says: 'fetch' },
  ])('$args: one line and exit code 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^simulate-hns: [^\n]+\n$/);
    expect(stderr).toContain(says);
  });

  test.each([
    { what: 'no JSON', document: '{', says: 'cannot be read' },
    { what: 'a list', document: '[]', says: 'does not hold a JSON object' },
    { what: 'containers by number', document: { computeSystems: [1] }, says: '"computeSystems"' },
    { what: 'networks by name', document: { networks: { cbr0: {} } }, says: '"networks"' },
    { what: 'a version as text', document: { version: '15.4' }, says: '"version"' },
    {
      what: 'an impossible endpoint',
      document: { endpoints: [{ HostComputeNetwork: MISSING }] },
      says: 'endpoints[0]',
    },
  ])('a state file with $what: one line naming it and exit code 2', async ({ document, says }) => {
    const path = stateFile(document);
    const { code, stderr } = await run('--listen', '127.0.0.1:0', '--state', path);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^simulate-hns: [^\n]+\n$/);
    expect(stderr).toContain(path);
    expect(stderr).toContain(says);
  });

  test('dumping from where nothing listens: exit code 1 and what to do', async () => {
    const { process, address } = await started();
    process.kill('SIGTERM');
    await ended(process);
    const { code, stderr } = await run('dump', address);
    expect(code).toBe(1);
    expect(stderr).toContain(address);
  });

  test('--help tells the usage', async () => {
    expect(await run('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--create-namespaces'),
    });
  });
});

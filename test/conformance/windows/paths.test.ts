import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describedMachine } from '../../../conformance/windows/machine/description.ts';
import {
  NULL_DEVICE,
  runProgram,
  type WindowsProgram,
} from '../../../conformance/windows/machine/windows-machine.ts';
import { executable, type Packager, packagers, shownPath } from '../../executables/executable.ts';
import { IPV6_LINES, NOTHING, PackagedNode } from '../../executables/packaged-node.ts';
import { installed, temporaryFolder } from './folders.ts';

const BYTE_ORDER_MARK = '\ufeff';

const SUBNET_ENV = `FLANNEL_NETWORK=10.244.0.0/16
FLANNEL_SUBNET=10.244.1.1/24
FLANNEL_MTU=1450
FLANNEL_IPMASQ=true
`;

/** Runs flannel's ADD on a node, and gives the result; what is given replaces what a runtime would do. */
async function add(packager: Packager, node: PackagedNode, given: Partial<WindowsProgram> = {}) {
  const outcome = await runProgram({
    program: executable(packager, 'flannel'),
    environment: node.environment('ADD'),
    stdin: JSON.stringify(node.config()),
    ...given,
  });
  expect(outcome, outcome.stdout).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(outcome.stdout);
}

describe.each(packagers)('files and paths of Windows, %s executables', (packager) => {
  test('every folder may have blanks and letters beyond ASCII in its name', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const folder = join(temporaryFolder(), 'Übung und Größe – 東京 \u{1f427}');
    const bin = installed(packager, join(folder, 'bin dir'));
    writeFileSync(join(folder, 'subnet für Pods.env'), SUBNET_ENV);
    const config = {
      ...node.config(),
      subnetFile: shownPath(join(folder, 'subnet für Pods.env')),
      dataDir: shownPath(join(folder, 'gemerkte Konfigurationen')),
      ipam: { dataDir: shownPath(join(folder, 'vergebene Adressen')) },
    };
    const given = {
      program: join(bin, 'flannel.exe'),
      folder,
      stdin: JSON.stringify(config),
    };
    await add(packager, node, { ...given, environment: node.environment('ADD', {}, bin) });
    expect(readdirSync(join(folder, 'gemerkte Konfigurationen'))).toEqual(['pod-1']);
    expect(readdirSync(join(folder, 'vergebene Adressen', node.network))).toContain('10.244.1.2');
    await add(packager, node, { ...given, environment: node.environment('DEL', {}, bin) }).catch(() => {});
    expect(readdirSync(join(folder, 'gemerkte Konfigurationen'))).toEqual([]);
    expect(node.remains().endpoints).toEqual([]);
  });

  test('CNI_PATH is a list separated by ";", and a folder in it may be quoted or not exist', async () => {
    const node = await PackagedNode.start(packager, 'l2bridge');
    const bin = installed(packager, join(temporaryFolder(), 'c;k'));
    const CNI_PATH = `${shownPath(join(node.folder, 'nowhere'))};"${shownPath(bin)}";${shownPath(node.folder)}`;
    await add(packager, node, {
      program: join(bin, 'flannel.exe'),
      environment: { ...node.environment('ADD'), CNI_PATH },
    });
    expect(node.remains().leases).toEqual(['10.244.1.3']);
  });

  test('paths may have slashes for backslashes', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const slashes = (value: string) => value.replaceAll('\\', '/');
    const config = JSON.parse(JSON.stringify(node.config()), (_key, value) =>
      typeof value === 'string' ? slashes(value) : value,
    );
    const environment = node.environment('ADD');
    await add(packager, node, {
      environment: { ...environment, CNI_PATH: slashes(environment.CNI_PATH ?? '') },
      stdin: JSON.stringify(config),
    });
    expect(node.remains()).toMatchObject({ leases: ['10.244.1.2'], scratch: ['pod-1'] });
  });

  test.each([
    { what: 'to the working directory', isOfDrive: false },
    { what: 'to that of a drive', isOfDrive: true },
  ])('dataDir may be relative $what', async ({ isOfDrive }) => {
    const node = await PackagedNode.start(packager, 'overlay');
    const folder = temporaryFolder();
    const relative = (name: string) => (isOfDrive ? `${shownPath(folder).slice(0, 2)}${name}` : name);
    const config = { ...node.config(), dataDir: relative('kept'), ipam: { dataDir: relative('leased') } };
    const run = { folder, stdin: JSON.stringify(config) };
    await add(packager, node, run);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['pod-1']);
    expect(readdirSync(join(folder, 'leased', node.network))).toContain('10.244.1.2');
    for (const command of ['GC', 'DEL'] as const) {
      const stdin = JSON.stringify({
        ...config,
        ...(command === 'GC' && { 'cni.dev/valid-attachments': [] }),
      });
      const environment = node.environment(command);
      const outcome = await runProgram({
        program: executable(packager, 'flannel'),
        folder,
        environment,
        stdin,
      });
      expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
    }
    expect(readdirSync(join(folder, 'kept'))).toEqual([]);
    expect(readdirSync(join(folder, 'leased', node.network))).not.toContain('10.244.1.2');
  });

  test('a delegate is found under its name with ".exe", too', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    await add(packager, node, {
      stdin: JSON.stringify({ ...node.config(), delegate: { type: 'win-overlay.exe' } }),
    });
    expect(node.remains().leases).toEqual(['10.244.1.2']);
  });

  test.each([
    { spelling: 'lower case', change: (name: string) => name.toLowerCase() },
    { spelling: 'mixed case', change: (name: string) => name.replace('CNI', 'Cni') },
  ])('names of variables may be in $spelling', async ({ change }) => {
    const node = await PackagedNode.start(packager, 'overlay');
    const variables = Object.entries(node.environment('ADD'));
    await add(packager, node, {
      environment: Object.fromEntries(variables.map(([name, value]) => [change(name), value])),
    });
    expect(node.remains().leases).toEqual(['10.244.1.2']);
  });

  test('subnet.env and the configuration may end lines in CR LF and begin with a byte order mark', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    node.writeSubnetEnv(`${BYTE_ORDER_MARK}${SUBNET_ENV.replaceAll('\n', '\r\n')}`);
    const text = JSON.stringify(node.config(), null, 2).replaceAll('\n', '\r\n');
    await add(packager, node, { stdin: `${BYTE_ORDER_MARK}${text}\r\n` });
    expect(node.remains().leases).toEqual(['10.244.1.2']);
  });

  test('the configuration may come from a file', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const file = join(node.folder, 'cni.conf');
    writeFileSync(file, JSON.stringify(node.config()));
    await add(packager, node, { stdin: { file } });
    expect(node.remains().leases).toEqual(['10.244.1.2']);
  });

  test('standard input that is NUL is an error that says so', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const outcome = await runProgram({
      program: executable(packager, 'flannel'),
      environment: node.environment('ADD'),
      stdin: NULL_DEVICE,
    });
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
    expect(JSON.parse(outcome.stdout)).toMatchObject({ code: 6, msg: expect.any(String) });
    expect(node.remains()).toEqual(NOTHING);
  });

  test('the lease of an IPv6 address has a file name that Windows allows, found again by DEL', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    node.writeSubnetEnv(SUBNET_ENV + IPV6_LINES);
    await add(packager, node);
    const folder = join(node.folder, 'networks', node.network);
    expect(readdirSync(folder)).toContain('fd00_10_244_1__2');
    expect(readFileSync(join(folder, 'fd00_10_244_1__2'), 'utf8')).toBe('pod-1\r\neth0');
    await node.succeed('DEL');
    expect(node.remains()).toEqual(NOTHING);
  });

  const systemRoot = describedMachine().wine?.systemRoot;

  test.runIf(systemRoot !== undefined)(
    'left out, subnetFile and dataDir are on the drive of the working directory',
    async () => {
      const node = await PackagedNode.start(packager, 'overlay');
      const drive = systemRoot ?? '';
      const subnetFile = join(drive, 'run/flannel/subnet.env');
      mkdirSync(dirname(subnetFile), { recursive: true });
      writeFileSync(subnetFile, SUBNET_ENV);
      onTestFinished(() => rmSync(join(drive, 'var/lib/cni'), { recursive: true, force: true }));
      const { subnetFile: _, dataDir: _2, ipam: _3, ...config } = node.config({ pod: packager });
      const environment = node.environment('ADD', { pod: packager });
      await add(packager, node, { environment, stdin: JSON.stringify(config) });
      expect(existsSync(join(drive, 'var/lib/cni/flannel', packager))).toBe(true);
      expect(existsSync(join(drive, 'var/lib/cni/networks/vxlan0/10.244.1.2'))).toBe(true);
    },
  );
});

describe('delegation between executables of different packagers', () => {
  test.each([
    { packager: 'bun', other: 'pkg' },
    { packager: 'pkg', other: 'bun' },
  ] as const)(
    'flannel of $packager runs win-overlay and host-local of $other',
    async ({ packager, other }) => {
      const node = await PackagedNode.start(packager, 'overlay');
      const bin = installed(other, join(temporaryFolder(), 'bin'));
      // A file: execa looks at process.stdin, which Node cannot open on a pipe of Linux under Wine
      const file = join(node.folder, 'cni.conf');
      writeFileSync(file, JSON.stringify(node.config()));
      const environment = node.environment('ADD', {}, bin);
      const result = await add(packager, node, { environment, stdin: { file } });
      expect(result.ips).toMatchObject([{ address: '10.244.1.2/24' }]);
      expect(node.remains()).toMatchObject({ endpoints: ['pod-1_vxlan0'], leases: ['10.244.1.2'] });
    },
  );
});

import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Command } from '../../../lib/cni/parameters.ts';
import type { TraceEvent } from '../../../lib/trace/trace.ts';
import { binFolder, executable, type Packager, packagers, plugins, runExecutable } from '../executable.ts';
import { NOTHING, PackagedNode } from '../packaged-node.ts';

const CATEGORIES = [
  'files',
  'flush',
  'hns',
  'input',
  'lock',
  'locked',
  'modules',
  'output',
  'plugin',
  'runtime',
  'trace',
];

function traceFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'trace.json');
}

function eventsOf(file: string): readonly TraceEvent[] {
  // The array is never closed; viewers do not mind
  const all: readonly (TraceEvent | { readonly ph: 'M' })[] = JSON.parse(
    readFileSync(file, 'utf8').replace(/,\n$/, ']'),
  );
  return all.filter((event) => event.ph === 'X');
}

interface Pod {
  readonly node: PackagedNode;
  readonly packager: Packager;
  readonly pod?: string;
  readonly trace: string;
}

function call(command: Command, { node, packager, pod = 'pod-1', trace }: Pod) {
  return runExecutable(executable(packager, 'flannel'), {
    environment: { ...node.environment(command, { pod }), CNI_TRACE: trace },
    stdin: JSON.stringify(node.config()),
  });
}

describe.each(packagers)('a %s executable with CNI_TRACE', (packager) => {
  test('records every part of an ADD and a DEL, each within the time of the process', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const trace = traceFile();
    const before = Date.now() * 1000;
    for (const command of ['ADD', 'DEL'] as const) {
      expect((await call(command, { node, packager, trace })).exitCode).toBe(0);
    }
    const events = eventsOf(trace);
    expect([...new Set(events.map(({ cat }) => cat))].sort()).toEqual(CATEGORIES);
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['flannel ADD', 'win-overlay ADD', 'host-local ADD', 'HcnCreateEndpoint']),
    );
    const end = Date.now() * 1000 + 1000;
    for (const { ts, dur } of events) {
      expect(ts).toBeGreaterThan(before - 1000);
      expect(dur).toBeGreaterThanOrEqual(0);
      expect(ts + dur).toBeLessThan(end);
    }
    expect(node.remains()).toEqual(NOTHING);
  });

  test('answers what it answers without', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const traced = await call('ADD', { node, packager, trace: traceFile() });
    await node.succeed('DEL');
    // The next address in turn, and with it the MAC address and the endpoint's ID
    const address = /10\.244\.1\.\d+/g;
    const plain = await node.succeed('ADD');
    const keys = (text: string) => Object.keys(JSON.parse(text)).sort();
    expect(keys(traced.stdout)).toEqual(keys(plain.stdout));
    expect([traced.stdout.match(address)?.[0], plain.stdout.match(address)?.[0]]).toEqual([
      '10.244.1.2',
      '10.244.1.3',
    ]);
    expect(traced.stderr).toBe('');
  });

  test('appends to one file with others that end at the same moment', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const trace = traceFile();
    const pods = Array.from({ length: 12 }, (_, index) => `pod-${index}`);
    const outcomes = await Promise.all(pods.map((pod) => call('ADD', { node, packager, pod, trace })));
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(pods.map(() => 0));
    const starts = eventsOf(trace).filter(
      ({ cat, name }) => cat === 'runtime' && name.startsWith('start of the'),
    );
    expect(new Set(starts.map(({ pid }) => pid)).size).toBe(pods.length);
    expect(readdirSync(join(trace, '..'))).toEqual(['trace.json']);
  });

  test('records a failure, and answers it', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    node.hns.addFault('HcnCreateEndpoint', { kind: 'fail', hresult: 0x80070005, when: 'before' });
    const trace = traceFile();
    const { exitCode, stdout } = await call('ADD', { node, packager, trace });
    expect({ exitCode, code: JSON.parse(stdout).code }).toEqual({ exitCode: 1, code: 103 });
    expect(eventsOf(trace).map(({ name }) => name)).toContain('HcnCreateEndpoint');
    expect(node.remains()).toEqual(NOTHING);
  });

  test('has delegates that are programs of their own append to the same file', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const trace = traceFile();
    const folder = join(trace, '..');
    for (const name of ['win-overlay', 'koffi.node'])
      if (existsSync(join(binFolder(packager), name)))
        copyFileSync(join(binFolder(packager), name), join(folder, name));
    const { exitCode } = await runExecutable(executable(packager, 'flannel'), {
      environment: {
        ...node.environment('ADD'),
        CNI_PATH: [folder, binFolder(packager)].join(delimiter),
        CNI_TRACE: trace,
      },
      stdin: JSON.stringify(node.config()),
    });
    const plugins = eventsOf(trace).filter(({ name }) => /^[a-z-]+ ADD$/.test(name));
    expect({ exitCode, names: plugins.map(({ name }) => name) }).toEqual({
      exitCode: 0,
      names: ['host-local ADD', 'win-overlay ADD', 'flannel ADD'],
    });
    expect(new Set(plugins.map(({ pid }) => pid)).size).toBe(3);
  });

  test('does its work when the trace cannot be written: a line in the log, and the file is left as it is', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const trace = traceFile();
    writeFileSync(trace, 'precious');
    const { exitCode, stdout, stderr } = await call('ADD', { node, packager, trace });
    expect({ exitCode, ips: JSON.parse(stdout).ips.length }).toEqual({ exitCode: 0, ips: 1 });
    expect(JSON.parse(stderr)).toMatchObject({ event: 'trace cannot be written', trace });
    expect(readFileSync(trace, 'utf8')).toBe('precious');
  });

  test.each(plugins)('answers VERSION as %s without a trace', async (plugin) => {
    const trace = traceFile();
    const environment = { CNI_COMMAND: 'VERSION', CNI_TRACE: trace };
    const { stdout } = await runExecutable(executable(packager, plugin), { environment, stdin: '' });
    expect(stdout).toContain('supportedVersions');
    expect(existsSync(trace)).toBe(false);
  });
});

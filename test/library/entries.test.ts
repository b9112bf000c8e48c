import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { baseBinaries } from '../../build/base-binaries.ts';
import { libraryEntries } from '../../build/library-entries.ts';
import { hostTarget } from '../../build/program.ts';
import { oldestNode, oldestVersion } from './oldest-node.ts';

const root = join(import.meta.dirname, '../..');
const entries = libraryEntries(root).map(({ specifier }) => specifier);
const host = hostTarget();
const oldest = await oldestNode();
const { bun } = await baseBinaries({ root, cache: join(root, 'node_modules/.cache'), target: host, host });

/** Imports a module, and prints what it exports and what it did to the process beside that. */
const IMPORTER = `
const globals = Object.getOwnPropertyNames(globalThis);
const listeners = () => JSON.stringify(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
const before = listeners();
const module = await import(process.argv[2]);
const traces = {
  globals: Object.getOwnPropertyNames(globalThis).filter((name) => !globals.includes(name)),
  listeners: listeners() === before ? [] : [listeners()],
  resources: process.getActiveResourcesInfo?.().filter((kind) => !/^(TTYWrap|PipeWrap|FSReqPromise|CloseReq)$/.test(kind)) ?? [],
};
console.log(JSON.stringify({ names: Object.keys(module).sort(), traces }));
`;

/** A pod comes and goes, by plugins of the package on a node of the package. */
const LIFE = `
import { invoke } from 'cni-windows';
import { suite } from 'cni-windows/plugins';
import { SimulatedHns, simulatedHost } from 'cni-windows/simulated-hns';
const ID = 'c7a1d8e4-2b6f-4d39-9e07-84f1a3b5c2d6';
const Ipams = [{ Subnets: [{ IpAddressPrefix: '10.7.0.0/16' }] }];
const hns = new SimulatedHns({ networks: [{ Name: 'cbr0', Type: 'L2Bridge', Ipams }], namespaces: [{ ID }] });
const plugin = await suite['win-bridge']();
const config = { cniVersion: '1.1.0', name: 'cbr0', policies: [] };
const pod = { containerId: 'pod1', ifName: 'eth0', netns: ID, args: '', path: '' };
const counts = [];
for (const command of ['ADD', 'DEL']) {
  await invoke(plugin, config, { command, ...pod }, simulatedHost({ hns }));
  counts.push(hns.dump().endpoints.length);
}
console.log(JSON.stringify(counts));
`;

interface Imported {
  readonly names: readonly string[];
  readonly traces: Readonly<Record<string, readonly string[]>>;
}

let importer = '';
beforeAll(() => {
  importer = join(inject('plugin'), 'importer.mjs');
  writeFileSync(importer, IMPORTER);
});

function importBy(program: string, words: readonly string[], specifier: string): Imported {
  const options = { cwd: inject('plugin'), encoding: 'utf8', env: {}, stdio: 'pipe' } as const;
  return JSON.parse(execFileSync(program, [...words, importer, specifier], options));
}

/** What may be read is the plugin's folder alone; nothing may be written, no process, thread or add-on started. */
function sandboxed(specifier: string): Imported {
  const readable = `--allow-fs-read=${realpathSync(inject('plugin'))}`;
  return importBy(process.execPath, ['--permission', readable], specifier);
}

/** The values of an API report; types are nothing at run time. */
function reportedValues(specifier: string): readonly string[] {
  const report = readFileSync(join(root, 'docs/api', `${specifier.replace('/', '-')}.api.md`), 'utf8');
  const found = [...report.matchAll(/^export (?:function|const|class) (\w+)/gm)].map(
    ([, name]) => name ?? '',
  );
  return [...new Set(found)].sort();
}

const NO_TRACES = { globals: [], listeners: [], resources: [] };

describe('an entry of the package, imported by its name', () => {
  test.each(entries)('%s does nothing under Node, where it may neither write nor start anything', (entry) => {
    expect(sandboxed(entry)).toEqual({ names: reportedValues(entry), traces: NO_TRACES });
  });

  test.each(entries)(`%s is the same under Node ${oldestVersion()}`, (entry) => {
    expect(importBy(oldest, [], entry)).toEqual({ names: reportedValues(entry), traces: NO_TRACES });
  });

  test.each(entries)('%s is the same under Bun', (entry) => {
    expect(importBy(bun, [], entry)).toEqual({ names: reportedValues(entry), traces: NO_TRACES });
  });
});

test.each([
  { name: `Node ${oldestVersion()}`, program: oldest },
  { name: 'Bun', program: bun },
])('a pod comes and goes under $name', ({ program }) => {
  const module = join(inject('plugin'), 'life.mjs');
  writeFileSync(module, LIFE);
  const options = { cwd: inject('plugin'), encoding: 'utf8', env: {}, stdio: 'pipe' } as const;
  expect(execFileSync(program, [module], options)).toBe('[1,0]\n');
});

test('no older Node is promised', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(`${engines.node}.0.0`).toBe(`>=${oldestVersion()}`);
});

test('the importer sees what a module does', () => {
  const module = join(inject('plugin'), 'doing.mjs');
  writeFileSync(
    module,
    'globalThis.done = 1; process.on("exit", () => {}); setTimeout(() => {}, 1); export const a = 1;',
  );
  const { names, traces } = sandboxed(module);
  expect(names).toEqual(['a']);
  expect(traces).toEqual({
    globals: ['done'],
    listeners: [expect.stringContaining('exit')],
    resources: ['Timeout'],
  });
  writeFileSync(module, 'import { writeFileSync } from "node:fs"; writeFileSync("x", "");');
  expect(() => sandboxed(module)).toThrow('ERR_ACCESS_DENIED');
});

test.each([
  'cni-windows/library/lib/index.js',
  'cni-windows/lib/cni/run.js',
  'cni-windows/library/build/program.js',
])('what the package does not open cannot be imported: %s', (path) => {
  const { resolve } = createRequire(join(inject('plugin'), 'package.json'));
  expect(() => resolve(path)).toThrow(expect.objectContaining({ code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' }));
});

import { cpSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import type { Packager } from '../../build/images.ts';
import { hostTarget } from '../../build/program.ts';
import { startServer } from '../../conformance/simulated-hns/server.ts';
import { SimulatedHns } from '../../conformance/simulated-hns/simulated-hns.ts';
import { runExecutable } from '../executables/executable.ts';
import { type Judgement, judge, npmRun } from './tools.ts';

/** One of examples/. */
export interface Example {
  readonly name: string;
  /** The packagers its executables are made with; those of the first are judged. */
  readonly packagers: readonly [Packager, ...Packager[]];
  /** What the suite is told of it beside its configurations, as its README has it. */
  readonly words: readonly string[];
}

/** Declares the tests of an example: it is built, tried and judged with nothing but the package. */
export function testExample({ name, packagers, words }: Example): void {
  const folder = join(inject('beside'), 'examples', name);
  const binFolder = (packager: Packager) => join(folder, 'dist', packager, hostTarget());
  const page = () => readFileSync(join(folder, 'README.md'), 'utf8');

  beforeAll(() => {
    cpSync(join(import.meta.dirname, '../../examples', name), folder, { recursive: true });
  });

  test('compiles', async () => {
    await npmRun(folder, ['types']);
  });

  test('passes its own tests', async () => {
    await npmRun(folder, ['test']);
  });

  test(`becomes executables of ${packagers.join(' and ')}`, async () => {
    await npmRun(folder, ['build', '--', ...packagers.flatMap((packager) => ['--packager', packager])]);
    for (const packager of packagers) {
      const path = join(binFolder(packager), name);
      const { stderr } = await runExecutable(path, { environment: {}, stdin: '' });
      expect(stderr).toMatch(new RegExp(`^CNI ${name} plugin 1\\.0\\.0: `));
    }
  });

  test('keeps the rules of the specification', async () => {
    const server = await startServer(new SimulatedHns({ ...stateOf(folder), createNamespaces: true }));
    const [config = ''] = globSync('*.conflist', { cwd: folder, exclude: ['unready.conflist'] });
    const more = ['--config', config, '--unready-config', 'unready.conflist', ...words];
    try {
      const candidate = { folder, binFolder: binFolder(packagers[0]), plugin: name, words: more };
      expectKept(await judge({ ...candidate, simulator: server.address }));
    } finally {
      await server.close();
    }
  });

  test('has a README that shows the configuration and the options of the suite', () => {
    for (const file of globSync('*.conflist', { cwd: folder, exclude: ['unready.conflist'] })) {
      expect(page()).toContain(readFileSync(join(folder, file), 'utf8'));
    }
    for (const word of words) expect(page()).toContain(word);
  });
}

/** What the simulated HNS of an example holds. */
function stateOf(folder: string): object {
  const [file] = globSync('hns.json', { cwd: folder });
  return file === undefined ? {} : JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function expectKept({ passed, failed, unexplained }: Judgement): void {
  expect({ failed, unexplained }).toEqual({ failed: [], unexplained: [] });
  expect(passed.length).toBeGreaterThan(50);
}

import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { baseBinaries } from '../../../build/base-binaries.ts';
import { type ExecutablesRequest, makeExecutables } from '../../../build/executables.ts';
import { hostTarget, root } from '../../../build/program.ts';
import { runExecutable } from '../executable.ts';

const place = mkdtempSync(join(tmpdir(), 'cni-caching-'));
afterAll(() => rmSync(place, { recursive: true }));

const host = hostTarget();
const base = await baseBinaries({ root, cache: join(place, 'none'), target: host, host });

// A project of its own, so that a test may change what belongs to the build
const project = join(place, 'project');
mkdirSync(project);
for (const part of ['build', 'package-lock.json'])
  cpSync(join(root, part), join(project, part), { recursive: true });

const say = (text: string) => Buffer.from(`require('node:fs').writeSync(1, ${JSON.stringify(text)})`);

const request: ExecutablesRequest = {
  packager: 'bun',
  target: host,
  host,
  base,
  hostBase: base,
  code: say('one'),
  names: ['a', 'b'],
  folder: join(place, 'out'),
  stampFile: join(place, 'stamps', 'out.json'),
  root: project,
  workFolder: place,
};

const extension = host === 'win-x64' ? '.exe' : '';
const file = (name: string) => join(request.folder, `${name}${extension}`);

describe('what the build makes again', () => {
  beforeEach(async () => {
    await makeExecutables(request);
  });

  test('nothing, when nothing has changed', async () => {
    expect(await makeExecutables(request)).toMatchObject({ made: 'before' });
  });

  test.each([
    { what: 'the program', change: { code: say('two') } },
    { what: 'a name', change: { names: ['a', 'c'] } },
  ])('an image of which $what has changed', async ({ change }) => {
    expect(await makeExecutables({ ...request, ...change })).toMatchObject({ made: 'now' });
    expect(await makeExecutables({ ...request, ...change })).toMatchObject({ made: 'before' });
  });

  test('an image whose base binary has changed', async () => {
    const bun = join(place, `other-bun${extension}`);
    cpSync(base.bun, bun);
    appendFileSync(bun, ' ');
    const changed = { ...request, base: { ...base, bun } };
    expect(await makeExecutables(changed)).toMatchObject({ made: 'now' });
  });

  test('an image when the build itself has changed', async () => {
    writeFileSync(join(project, 'build', 'added.ts'), '');
    expect(await makeExecutables(request)).toMatchObject({ made: 'now' });
  });

  test.each([
    { harm: 'is cut short', inflict: () => writeFileSync(file('a'), 'x') },
    { harm: 'is missing', inflict: () => rmSync(file('b')) },
    { harm: 'has no record', inflict: () => rmSync(request.stampFile) },
    { harm: 'has a torn record', inflict: () => writeFileSync(request.stampFile, '{"inputs":') },
  ])('an executable that $harm', async ({ inflict }) => {
    inflict();
    expect(await makeExecutables(request)).toMatchObject({ made: 'now' });
    const { stdout } = await runExecutable(file('b'), { environment: {}, stdin: '' });
    expect(stdout).toBe('one');
  });

  test('every name is the same file, and nothing else is in the folder', async () => {
    writeFileSync(file('old'), '');
    rmSync(request.stampFile);
    await makeExecutables(request);
    expect(statSync(file('a')).ino).toBe(statSync(file('b')).ino);
    expect(() => statSync(file('old'))).toThrow('ENOENT');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { joinModules } from '../../build/join-modules.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-join-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a program says while it runs, and how many functions its bundle has to load modules. */
interface Run {
  readonly said: readonly string[];
  readonly loaders: number;
}

type Sources = Readonly<Record<string, string>>;

async function bundled(sources: Sources): Promise<string> {
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'main.js')],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    supported: { 'dynamic-import': false },
  });
  return outputFiles[0]?.text ?? '';
}

async function run(code: string): Promise<Run> {
  const said: string[] = [];
  const { ended } = runInNewContext(`${code};({ ended: globalThis.ended })`, {
    say: (word: string) => said.push(word),
  });
  await ended;
  return { said, loaders: code.split('= __esm({').length - 1 };
}

const says = (name: string, imports: readonly string[] = []): string =>
  `${imports.map((imported) => `import { ${imported} } from './${imported}.js';\n`).join('')}` +
  `say('loads ${name}');\nexport const ${name} = [${imports.join(', ')}].flat().concat('${name}');`;

/** Imports modules one after the other and says what they hold. */
const needing = (names: readonly string[], imports: readonly string[] = []): string =>
  `${imports.map((imported) => `import { ${imported} } from './${imported}.js';\n`).join('')}` +
  `say('starts ' + [${imports.join(', ')}].join());\n` +
  `globalThis.ended = (async () => {${names
    .map((name) => `say('needs ${name}'); say((await import('./${name}.js')).${name}.join());`)
    .join('')}})();`;

describe('modules that are loaded when they are needed', () => {
  const cases: readonly [string, Sources, number][] = [
    [
      'one after the other, with what they import, each once',
      {
        'main.js': needing(['a', 'b', 'a']),
        'a.js': says('a', ['shared']),
        'b.js': says('b', ['shared', 'only']),
        'shared.js': says('shared', ['deep']),
        'deep.js': says('deep'),
        'only.js': says('only'),
      },
      3, // what both need, what a needs, what b needs
    ],
    [
      'those of the start first, although others need them too',
      {
        'main.js': needing(['late'], ['first', 'second']),
        'first.js': says('first'),
        'second.js': says('second', ['first']),
        'late.js': says('late', ['second', 'deep']),
        'deep.js': says('deep', ['first']),
      },
      2,
    ],
    [
      'through a function that only another lazy module calls',
      {
        'main.js': needing(['outer']),
        'outer.js': `say('loads outer'); const inner = (await0) => await0;
          export const outer = ['outer']; export const more = () => import('./inner.js').then((loaded) => inner(loaded.inner));`,
        'inner.js': says('inner', ['shared']),
        'shared.js': says('shared'),
      },
      2,
    ],
    [
      'in a circle',
      {
        'main.js': needing(['chicken', 'egg']),
        'chicken.js':
          "import { lay } from './egg.js'; export const chicken = ['chicken']; export const hatch = () => lay;",
        'egg.js':
          "import { hatch } from './chicken.js'; say('loads egg'); export const egg = ['egg']; export const lay = () => hatch;",
      },
      1,
    ],
  ];

  test.each(cases)('%s', async (_, sources, groups) => {
    const code = await bundled(sources);
    const before = await run(code);
    const after = await run(joinModules(code));
    expect(after.said).toEqual(before.said);
    expect(before.loaders).toBeGreaterThan(groups);
    expect(after.loaders).toBe(groups);
  });
});

test('a module that only declares functions costs nothing to load', async () => {
  const code = await bundled({
    'main.js': "globalThis.ended = import('./a.js').then(({ a }) => say(a()));",
    'a.js': "import { b } from './b.js'; export function a() { return b(); }",
    'b.js': "export function b() { return 'b'; }",
  });
  expect(await run(joinModules(code))).toEqual({ said: ['b'], loaders: 0 });
});

test('a module that fails while it is loaded fails whoever needs it, each time', async () => {
  const code = await bundled({
    'main.js': `const tried = () => import('./a.js').catch((error) => say(error.message));
      globalThis.ended = tried().then(tried);`,
    'a.js': "say('loads a'); export const a = missing;",
  });
  const { said } = await run(joinModules(code));
  expect(said).toEqual(['loads a', 'missing is not defined', 'missing is not defined']);
});

test('a bundle with a module of another form stays as it is', async () => {
  const code = "var init_a = __esm({\n  async 'a.js'() {\n    await 0;\n  }\n});\n";
  expect(joinModules(code)).toBe(code);
});

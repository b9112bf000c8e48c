import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';

const folder = join(inject('beside'), 'command');
const command = join(inject('plugin'), 'node_modules/cni-windows/library/cni-windows.js');

function cniWindows(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { exitCode: status, stdout, stderr };
}

beforeAll(() => {
  mkdirSync(folder);
  const files = {
    'package.json': '{ "type": "module" }',
    'no-json.json': '{',
    'no-schema.json': '{ "type": "nothing" }',
    'heavy.json': '{ "type": "object", "properties": { "a": { "type": "string", "minLength": 1 } } }',
    'strange.json': '{ "allOf": [{ "$ref": "other" }] }',
    'main.ts': "import { runPlugins } from 'cni-windows';\nrunPlugins({}, { release: '1.0.0' });\n",
    'broken.ts': "import './nowhere.ts';\n",
    'idle.ts': 'export const nothing = 1;\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

describe('npx cni-windows', () => {
  test.each([
    { words: [], says: 'schema' },
    { words: ['--help'], says: 'conformance' },
    { words: ['schema', '--help'], says: 'network-config' },
    { words: ['build', '--help'], says: '--packager' },
    { words: ['conformance', '--help'], says: '--bin-dir' },
    { words: ['cni', '--help'], says: 'NETCONFPATH' },
    { words: ['simulate-hns', '--help'], says: '--listen' },
  ])('explains itself: $words', ({ words, says }) => {
    const { exitCode, stdout, stderr } = cniWindows(...words);
    expect(stdout).toContain(says);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test.each([
    { words: ['bild'], says: '"bild" is no command' },
    { words: ['toString'], says: '"toString" is no command' },
    { words: ['schema'], says: 'no file is named' },
    { words: ['schema', 'missing.json'], says: 'Cannot read the schema missing.json: ENOENT' },
    { words: ['schema', 'no-json.json'], says: 'Cannot read the schema no-json.json' },
    { words: ['schema', 'no-schema.json'], says: 'no-schema.json: schema is invalid' },
    {
      words: ['schema', 'heavy.json'],
      says: 'heavy.json: the compiled validator needs ajv at run time; avoid',
    },
    { words: ['schema', 'strange.json'], says: 'strange.json: ' },
    { words: ['schema', 'main.ts'], says: 'main.ts: the name of a schema ends in .json' },
    { words: ['build'], says: 'one file is to be named' },
    {
      words: ['build', 'missing.ts'],
      says: 'missing.ts is not there: name the file that calls runPlugins()',
    },
    { words: ['build', 'main.ts', '--packager', 'zip'], says: '--packager cannot be "zip"' },
    { words: ['build', 'main.ts', '--target', 'mars'], says: '--target cannot be "mars"' },
    { words: ['build', 'main.ts', '--nam', 'x'], says: "Unknown option '--nam'" },
    { words: ['build', 'broken.ts'], says: 'Could not resolve "./nowhere.ts"' },
    { words: ['build', 'idle.ts'], says: 'does not answer as a plugin' },
    { words: ['build', 'main.ts', '--name', 'x'], says: 'Has the table given to runPlugins() a plugin "x"?' },
  ])('refuses $words and says why, without a stack trace', ({ words, says }) => {
    const { exitCode, stdout, stderr } = cniWindows(...words);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/^cni-windows: /);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  });

  test('schema writes a validator that needs nothing, and its declaration', () => {
    const properties = { vlan: { type: 'integer' } };
    const schema = { allOf: [{ $ref: 'network-config' }], type: 'object', properties };
    writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema));
    expect(cniWindows('schema', 'schema.json')).toMatchObject({ exitCode: 0, stdout: 'schema.js\n' });
    expect(readFileSync(join(folder, 'schema.js'), 'utf8')).not.toMatch(/\b(import|require)\b/);
    expect(existsSync(join(folder, 'schema.d.ts'))).toBe(true);
  });
});

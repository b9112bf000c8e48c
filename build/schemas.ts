/**
 * Compiles the schemas of configurations and results ahead of time, each into generated/<its $id>.ts: a validator that
 * needs no ajv at run time, and the spelling of its keys, which documents match in any letter case.
 *
 * Run it with `npm run generate`; every other script does so first.
 */
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { AnySchemaObject } from 'ajv';
import { readSharedSchemas } from './shared-schemas.ts';
import { validatorCode } from './validator-code.ts';

const root = join(import.meta.dirname, '..');
const outputFolder = join(root, 'generated');
const shared = readSharedSchemas(root);

mkdirSync(outputFolder, { recursive: true });
const files = globSync(['{plugins,ipam}/*/schema.json', 'lib/cni/result*.schema.json'], { cwd: root });
const made = files.map((file) => writeModule(readSchema(file)));
for (const other of readdirSync(outputFolder)) {
  if (other.endsWith('.ts') && !made.includes(other)) rmSync(join(outputFolder, other), { force: true });
}

/**
 * Two scripts may do this at the same moment, and a third read what they write: a file is there whole or not at all, and
 * one that is right already is left alone.
 */
function writeModule(schema: AnySchemaObject): string {
  const name = `${schema.$id}.ts`;
  const path = join(outputFolder, name);
  const code = moduleOf(schema);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== code) {
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, code);
    renameSync(unfinished, path);
  }
  return name;
}

function moduleOf(schema: AnySchemaObject): string {
  const { code, spelling } = validatorCode({ schema, shared });
  return `// @ts-nocheck
// Compiled by build/schemas.ts from ${schema.$id} and the schemas it refers to. Do not edit.
import type { KeySpelling, Validate } from '../lib/cni/configuration.ts';

${code}

export const validate: Validate = compiled;
export const spelling: KeySpelling = ${JSON.stringify(spelling)};
`;
}

function readSchema(file: string): AnySchemaObject {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

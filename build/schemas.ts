/**
 * Compiles the schemas of configurations and results ahead of time, each into generated/<its $id>.ts: a validator that
 * needs no ajv at run time, and the spelling of its keys, which documents match in any letter case.
 *
 * Run it with `npm run generate`; every other script does so first.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnySchemaObject } from 'ajv';
import { readSharedSchemas } from './shared-schemas.ts';
import { validatorCode } from './validator-code.ts';

const root = join(import.meta.dirname, '..');
const outputFolder = join(root, 'generated');
const shared = readSharedSchemas(root);

rmSync(outputFolder, { recursive: true, force: true });
mkdirSync(outputFolder);
for (const file of globSync(['{plugins,ipam}/*/schema.json', 'lib/cni/result*.schema.json'], { cwd: root })) {
  const schema = readSchema(file);
  writeFileSync(join(outputFolder, `${schema.$id}.ts`), moduleOf(schema));
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

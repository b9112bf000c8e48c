/**
 * Compiles the schemas of configurations and results ahead of time, each into generated/<its $id>.ts: a validator that
 * needs no ajv at run time, and the spelling of its keys, which documents match in any letter case.
 *
 * Run it with `npm run generate`; every other script does so first.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type AnySchemaObject } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { KeySpelling } from '../lib/cni/configuration.ts';

const root = join(import.meta.dirname, '..');
const outputFolder = join(root, 'generated');
const sharedSchema = readSchema(join(root, 'lib/cni/network-config.schema.json'));

rmSync(outputFolder, { recursive: true, force: true });
mkdirSync(outputFolder);
for (const file of globSync(['{plugins,ipam}/*/schema.json', 'lib/cni/result*.schema.json'], { cwd: root })) {
  const schema = readSchema(join(root, file));
  writeFileSync(join(outputFolder, `${schema.$id}.ts`), moduleOf(schema));
}

function moduleOf(schema: AnySchemaObject): string {
  const spelling = JSON.stringify(spellingOf(schema, schema));
  return `// @ts-nocheck
// Compiled by build/schemas.ts from ${schema.$id} and network-config.schema.json. Do not edit.
import type { KeySpelling, Validate } from '../lib/cni/configuration.ts';

${validatorOf(schema)}

export const validate: Validate = compiled;
export const spelling: KeySpelling = ${spelling};
`;
}

function validatorOf(schema: AnySchemaObject): string {
  const ajv = new Ajv({ allErrors: true, code: { source: true, esm: true }, schemas: [sharedSchema] });
  const code = (standaloneCode as unknown as typeof standaloneCode.default)(ajv, ajv.compile(schema))
    .replace('"use strict";', '')
    .replace(/export const validate = (\w+);/, 'const compiled = $1;')
    .replace(/export default \w+;/, '');
  if (code.includes('require(')) {
    throw new Error(
      `${schema.$id}: the compiled validator needs ajv at run time; avoid minLength, maxLength, uniqueItems`,
    );
  }
  return code;
}

/** Follows `properties`, `items`, `allOf` and `$ref`; `document` is the schema that local references point into. */
function spellingOf(schema: AnySchemaObject, document: AnySchemaObject): KeySpelling {
  if (typeof schema.$ref === 'string') return spellingOf(...resolve(schema.$ref, document));
  const inherited = (schema.allOf ?? []).map((part: AnySchemaObject) => spellingOf(part, document).keys);
  const own = Object.entries((schema.properties ?? {}) as Record<string, AnySchemaObject>).map(
    ([key, value]) => [key, spellingOf(value, document)] as const,
  );
  const keys = Object.assign({}, ...inherited, Object.fromEntries(own)) as Record<string, KeySpelling>;
  return {
    ...(Object.keys(keys).length > 0 && { keys }),
    ...(schema.items !== undefined && { items: spellingOf(schema.items, document) }),
  };
}

function resolve(reference: string, document: AnySchemaObject): [AnySchemaObject, AnySchemaObject] {
  const [id, pointer = ''] = reference.split('#');
  const target = id === '' ? document : sharedSchema;
  if (target.$id !== id && id !== '')
    throw new Error(`${reference}: only ${sharedSchema.$id} may be referred to`);
  const found = pointer
    .split('/')
    .filter((step) => step !== '')
    .reduce((value: AnySchemaObject | undefined, step) => value?.[step], target);
  if (found === undefined) throw new Error(`${reference}: nothing is there`);
  return [found, target];
}

function readSchema(path: string): AnySchemaObject {
  return JSON.parse(readFileSync(path, 'utf8'));
}

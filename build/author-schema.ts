import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { AnySchemaObject } from 'ajv';
import { root } from './root.ts';
import { readSharedSchemas } from './shared-schemas.ts';
import { type ValidatorCode, validatorCode } from './validator-code.ts';

const USAGE = `Usage: npx cni-windows schema FILE.json…

Compiles the JSON schema of a plugin's configuration, FILE.json, to FILE.js and FILE.d.ts, which export \`form\` for
definePlugin(). "allOf": [{ "$ref": "network-config" }] stands for the keys every network configuration may have,
"hns-config" for those and the keys of plugins for HNS networks.
Run it again when the schema has changed.`;

/**
 * The command `cni-windows schema`: compiles each file into a module beside it.
 *
 * @throws {Error} Naming the file that is missing, no JSON or no schema.
 */
export function compileSchemas(words: readonly string[]): void {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) console.log(USAGE);
  else if (positionals.length === 0) throw new Error(`no file is named. ${USAGE}`);
  else for (const file of positionals) compileSchema(file);
}

function compileSchema(file: string): void {
  if (!file.endsWith('.json')) throw new Error(`${file}: the name of a schema ends in .json`);
  const module = file.slice(0, -'.json'.length);
  const schema = readSchema(file);
  const shared = readSharedSchemas(root);
  try {
    const compiled = validatorCode({ schema, shared });
    writeFileSync(`${module}.js`, moduleOf(basename(file), compiled));
    writeFileSync(`${module}.d.ts`, declarationOf(basename(file)));
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  console.log(`${module}.js`);
}

function readSchema(file: string): AnySchemaObject {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot read the schema ${file}: ${reason}`, { cause });
  }
}

function moduleOf(name: string, { code, spelling }: ValidatorCode): string {
  return `// Compiled from ${name} by "npx cni-windows schema". Do not edit.
${code}

export const form = { validate: compiled, spelling: ${JSON.stringify(spelling)} };
`;
}

function declarationOf(name: string): string {
  return `// Compiled from ${name} by "npx cni-windows schema". Do not edit.
import type { KeySpelling, Validate } from 'cni-windows';

export declare const form: { readonly validate: Validate; readonly spelling: KeySpelling };
`;
}

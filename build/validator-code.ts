import { Ajv, type AnySchemaObject } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { KeySpelling } from '../lib/cni/configuration.ts';

/** A JSON schema, and those it may refer to by their `$id`. */
export interface Schemas {
  readonly schema: AnySchemaObject;
  readonly shared: readonly AnySchemaObject[];
}

/** What is compiled of a schema. */
export interface ValidatorCode {
  /** JavaScript that declares the function `compiled`, a validator that needs nothing else. */
  readonly code: string;
  /** How the keys are spelled, which documents match in any letter case. */
  readonly spelling: KeySpelling;
}

/**
 * Compiles a schema ahead of time, so that no plugin loads ajv.
 *
 * @throws {Error} When it is no JSON schema, or uses a keyword whose validator needs ajv at run time.
 */
export function validatorCode(schemas: Schemas): ValidatorCode {
  return { code: compiled(schemas), spelling: spellingOf(schemas.schema, schemas.schema, schemas.shared) };
}

function compiled({ schema, shared }: Schemas): string {
  const ajv = new Ajv({ allErrors: true, code: { source: true, esm: true }, schemas: [...shared] });
  const code = (standaloneCode as unknown as typeof standaloneCode.default)(ajv, ajv.compile(schema))
    .replace('"use strict";', '')
    .replace(/export const validate = (\w+);/, 'const compiled = $1;')
    .replace(/export default \w+;/, '');
  if (code.includes('require(')) {
    throw new Error(
      'the compiled validator needs ajv at run time; avoid minLength, maxLength, uniqueItems and format',
    );
  }
  return code;
}

/** Follows `properties`, `items`, `allOf` and `$ref`; `document` is the schema that local references point into. */
function spellingOf(
  schema: AnySchemaObject,
  document: AnySchemaObject,
  shared: Schemas['shared'],
): KeySpelling {
  if (typeof schema.$ref === 'string') {
    const { target, found } = resolve(schema.$ref, document, shared);
    return spellingOf(found, target, shared);
  }
  const inherited = (schema.allOf ?? []).map(
    (part: AnySchemaObject) => spellingOf(part, document, shared).keys,
  );
  const own = Object.entries((schema.properties ?? {}) as Record<string, AnySchemaObject>).map(
    ([key, value]) => [key, spellingOf(value, document, shared)] as const,
  );
  const keys = Object.assign({}, ...inherited, Object.fromEntries(own)) as Record<string, KeySpelling>;
  return {
    ...(Object.keys(keys).length > 0 && { keys }),
    ...(schema.items !== undefined && { items: spellingOf(schema.items, document, shared) }),
  };
}

function resolve(
  reference: string,
  document: AnySchemaObject,
  shared: Schemas['shared'],
): { readonly target: AnySchemaObject; readonly found: AnySchemaObject } {
  const [id, pointer = ''] = reference.split('#');
  const target = id === '' ? document : shared.find(({ $id }) => $id === id);
  if (target === undefined) {
    const known = shared.map(({ $id }) => $id).join(' and ');
    throw new Error(`${reference}: only ${known} may be referred to`);
  }
  const found = pointer
    .split('/')
    .filter((step) => step !== '')
    .reduce((value: AnySchemaObject | undefined, step) => value?.[step], target);
  if (found === undefined) throw new Error(`${reference}: nothing is there`);
  return { target, found };
}

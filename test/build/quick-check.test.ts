import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnySchemaObject } from 'ajv';
import { describe, expect, test } from 'vitest';
import { quickCheckOf } from '../../build/quick-check.ts';
import { readSharedSchemas } from '../../build/shared-schemas.ts';
import { validatorCode } from '../../build/validator-code.ts';
import type { Validate } from '../../lib/cni/configuration.ts';

const root = join(import.meta.dirname, '../..');
const shared = readSharedSchemas(root);
const files = globSync(['{plugins,ipam}/*/schema.json', 'lib/cni/result*.schema.json'], { cwd: root }).sort();
const readSchema = (file: string): AnySchemaObject => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** What is compiled of a schema: the validator as it is used, and ajv's alone. */
interface Compiled {
  readonly code: string;
  readonly validate: Validate;
  readonly byAjv: Validate;
}

function compiled(schema: AnySchemaObject): Compiled {
  const { code } = validatorCode({ schema, shared });
  const made: () => Omit<Compiled, 'code'> = new Function(
    `${code}\nreturn { validate: compiled, byAjv: validate10 };`,
  ) as never;
  return { code, ...made() };
}

type Value = ReturnType<typeof JSON.parse>;

/** A document with every key of a schema. */
function complete(schema: AnySchemaObject, document: AnySchemaObject): Value {
  if (typeof schema.$ref === 'string') {
    const [id, pointer = ''] = schema.$ref.split('#');
    const target = id === '' ? document : (shared.find(({ $id }) => $id === id) ?? {});
    const found = pointer.split('/').filter((step) => step !== '');
    return complete(
      found.reduce((value: Value, step) => value[step], target),
      target,
    );
  }
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'array') return [complete(schema.items ?? {}, document)];
  if (schema.type === 'string') return 'text';
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'boolean') return true;
  const inherited = (schema.allOf ?? []).map((part: AnySchemaObject) => complete(part, document));
  const own = Object.entries<AnySchemaObject>(schema.properties ?? {}).map(([key, part]) => [
    key,
    complete(part, document),
  ]);
  return Object.assign({}, ...inherited, Object.fromEntries(own));
}

const STRANGERS = [null, 'text', 7, 1.5, true, [], {}, ['text'], [7], [[]], [{}], { text: 7 }];

/** A value with each part of it replaced by each stranger or left out, one at a time. */
function* spoilt(value: Value): Generator<Value> {
  yield* STRANGERS;
  if (Array.isArray(value)) for (const part of spoilt(value[0])) yield [...value, part];
  else if (value !== null && typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) {
      const { [key]: _, ...others } = value;
      yield others;
      for (const other of spoilt(part)) yield { ...value, [key]: other };
    }
  }
}

describe.each(files)('%s', (file) => {
  const schema = readSchema(file);
  const { code, validate, byAjv } = compiled(schema);
  const whole = complete(schema, schema);

  test('has a quick check, which takes what fits', () => {
    expect(code).toContain('function fits10(');
    expect(validate(whole)).toBe(true);
  });

  test('is judged by the quick check as by ajv, with the same complaints', () => {
    const verdicts = { fits: 0, doesNot: 0 };
    for (const document of spoilt(whole)) {
      const expected = byAjv(document);
      const complaints = byAjv.errors ?? [];
      expect(validate(document), JSON.stringify(document)).toBe(expected);
      if (!expected) expect(validate.errors).toEqual(complaints);
      verdicts[expected ? 'fits' : 'doesNot'] += 1;
    }
    expect(verdicts.fits).toBeGreaterThan(20);
    expect(verdicts.doesNot).toBeGreaterThan(100);
  });
});

test('a schema whose keywords weigh complaints against each other has no quick check, and works', () => {
  const { code, validate } = compiled({
    $id: 'either',
    type: 'object',
    properties: { mtu: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
  });
  expect(code).not.toContain('fits10');
  expect([validate({ mtu: 'auto' }), validate({ mtu: 1400 }), validate({ mtu: true })]).toEqual([
    true,
    true,
    false,
  ]);
  expect(validate.errors?.map(({ keyword }) => keyword)).toContain('anyOf');
});

test('code of another form has no quick check', () => {
  expect(quickCheckOf('function validate10(data){let errors = 0;return errors === 0;}')).toBeUndefined();
});

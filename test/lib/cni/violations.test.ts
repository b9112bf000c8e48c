import { describe, expect, test } from 'vitest';
import { form } from '../../../ipam/host-local/config.ts';
import { CniError } from '../../../lib/cni/error.ts';
import type { JsonObject, JsonValue } from '../../../lib/cni/json.ts';
import { checkAgainstSchema } from '../../../lib/cni/violations.ts';

function failure(document: JsonObject): CniError {
  try {
    checkAgainstSchema(document, form.validate, { what: 'network "n"' });
  } catch (error) {
    if (error instanceof CniError) return error;
    throw error;
  }
  throw new Error('the document was accepted');
}

describe('checkAgainstSchema()', () => {
  test.each<{ ipam: JsonValue; key: string; details: string }>([
    { ipam: 'x', key: 'ipam', details: '"ipam" must be an object, found the string "x"' },
    { ipam: [], key: 'ipam', details: '"ipam" must be an object, found the array []' },
    {
      ipam: { subnet: 5 },
      key: 'ipam.subnet',
      details: '"ipam.subnet" must be a string, found the number 5',
    },
    {
      ipam: { ranges: [[{ gateway: true }]] },
      key: 'ipam.ranges[0][0].gateway',
      details: '"ipam.ranges[0][0].gateway" must be a string, found the boolean true',
    },
    {
      ipam: { ranges: [null] },
      key: 'ipam.ranges[0]',
      details: '"ipam.ranges[0]" must be an array, found null',
    },
    {
      ipam: { routes: [{ mtu: 1.5 }] },
      key: 'ipam.routes[0].mtu',
      details: '"ipam.routes[0].mtu" must be an integer, found the number 1.5',
    },
    {
      ipam: { routes: { 'a/b~c': 'x'.repeat(200) } },
      key: 'ipam.routes',
      details: `"ipam.routes" must be an array, found the object {"a/b~c":"${'x'.repeat(70)}…`,
    },
  ])('names $key and what was found there', ({ ipam, key, details }) => {
    expect(failure({ name: 'n', ipam })).toMatchObject({
      code: 7,
      message: `network "n" has keys of the wrong form: "${key}"`,
      details,
    });
  });

  test('names every key that is wrong', () => {
    const { message } = failure({ name: 'n', dns: 1, args: 2, ipam: { subnet: 3 } });
    for (const key of ['dns', 'args', 'ipam.subnet']) expect(message).toContain(`"${key}"`);
  });

  test('names twenty where hundreds are wrong, and says how many more there are', () => {
    const ranges = Array.from({ length: 300 }, () => 5);
    const { message, details } = failure({ name: 'n', ipam: { ranges } });
    expect(message).toMatch(/"ipam\.ranges\[19\]", and 280 more$/);
    expect(details).toMatch(/"ipam\.ranges\[19\]" must be an array, found the number 5; and 280 more$/);
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CniErrorCode } from '../../lib/cni/error.ts';

test('docs/errors.md lists every error code under its name, and no other', () => {
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| (\d+) \| (\w+) \|/gm)].map(([, code, name]) => [name, Number(code)]);
  expect(Object.fromEntries(listed)).toEqual(CniErrorCode);
});

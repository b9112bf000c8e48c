import { describe } from 'vitest';
import { testExample } from './example-tests.ts';

describe('examples/static', () => {
  testExample({
    name: 'static',
    packagers: ['bun', 'pkg'],
    words: ['--known-failures', 'known-failures.json'],
  });
});

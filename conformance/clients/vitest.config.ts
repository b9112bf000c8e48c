import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The executables of this machine called by programs that others wrote; started by run.ts, which builds those. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/conformance/clients/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});

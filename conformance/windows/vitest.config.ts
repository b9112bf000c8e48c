import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

/** The tests of the Windows executables; started by run.ts, which prepares the machine they need. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: [
      'test/conformance/windows/**/*.test.ts',
      // What holds for the executables of this machine holds for those of Windows
      'test/executables/{attachment,bad-input,failing-add,failing-del,killed-add,many-leases,version-one}.test.ts',
    ],
    // A process takes ten times as long to start under Wine
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // One more than a small machine has cores, because each waits for its programs at times
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});

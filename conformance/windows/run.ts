/**
 * Runs the Windows executables of both packagers as they are, against test doubles of HNS's libraries: under Wine on
 * Linux, directly on Windows. `npm run conformance:windows`; words after `--` go to vitest. Sets up what it needs by itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDoubles } from './machine/build-doubles.ts';
import { buildExecutables } from './machine/build-executables.ts';
import { cacheFolder } from './machine/cache-folder.ts';
import type { MachineDescription } from './machine/description.ts';
import { runInNamespaces } from './machine/namespaces.ts';
import { withWindowsDoubles } from './machine/windows-doubles.ts';
import { wineRoot } from './machine/wine-root.ts';
import { runTests } from './run-tests.ts';

/** What the script inside the namespaces is told. */
export interface SessionPlan {
  /** An empty folder for its mounts. */
  readonly folder: string;
  readonly root: string;
  /** Where Wine's Windows folders are kept. */
  readonly kept: string;
  readonly prepared: Omit<MachineDescription, 'name' | 'wine' | 'hasDoubles'>;
  readonly testWords: readonly string[];
}

const WITHOUT_DOUBLES =
  'HNS is simulated without test doubles of its libraries, because this Windows has libraries of its own or this user ' +
  'may not write its system folder: what only doubles can show (libraries, resources) is skipped';

async function main(testWords: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'cni-windows-'));
  try {
    const root = process.platform === 'win32' ? undefined : await wineRoot();
    const doubles = join(folder, 'doubles');
    await buildDoubles(doubles);
    const prepared = { doubles, ...(await buildExecutables()) };
    if (root === undefined) {
      const name = `Windows ${release()} ${arch()}`;
      return await withWindowsDoubles(doubles, (hasDoubles) => {
        if (!hasDoubles) console.log(WITHOUT_DOUBLES);
        return runTests({ name, hasDoubles, ...prepared }, { folder, words: testWords });
      });
    }
    const kept = join(cacheFolder('wine'), 'windows-folders');
    const plan: SessionPlan = { folder: join(folder, 'mounts'), root, kept, prepared, testWords };
    const file = join(folder, 'session.json');
    writeFileSync(file, JSON.stringify(plan));
    return await runInNamespaces(join(import.meta.dirname, 'session.ts'), [file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));

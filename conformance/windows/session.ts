/** The part of the run that has namespaces of its own: it mounts a system with Wine and runs the tests in it. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DOUBLES } from './machine/build-doubles.ts';
import { endWithStarter } from './machine/namespaces.ts';
import { makePrefix, mountSystem, openPrefix, SYSTEM32, wineVersion } from './machine/wine-system.ts';
import type { SessionPlan } from './run.ts';
import { runTests } from './run-tests.ts';

async function main(file: string): Promise<number> {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as SessionPlan; // written by run.ts
  const { folder, root, kept, prepared, testWords } = plan;
  mkdirSync(folder);
  const systemRoot = await mountSystem(root, folder);
  await makePrefix(systemRoot, kept);
  const prefix = await openPrefix({ systemRoot, kept }, 'doubles', (driveC) => {
    for (const name of DOUBLES) copyFileSync(join(prepared.doubles, name), join(driveC, SYSTEM32, name));
  });
  const name = await wineVersion(systemRoot);
  const machine = { name, wine: { systemRoot, kept, prefix }, hasDoubles: true, ...prepared };
  return runTests(machine, { folder: dirname(file), words: testWords });
}

endWithStarter();
process.exit(await main(process.argv[2] ?? ''));

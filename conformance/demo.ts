/**
 * Shows the packaged executables at work on a node whose HNS is simulated, as a container runtime would call them, and
 * checks that they leave nothing behind. Start it with `npm run demo`; demo/walk.ts has the steps.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toCniError } from '../lib/cni/error.ts';
import { DEMO_NETWORKS } from './demo/node-networks.ts';
import { labelled } from './demo/show.ts';
import { type Stage, setStage } from './demo/stage.ts';
import { remains, walk } from './demo/walk.ts';
import { describeError } from './runtime/joined-failure.ts';

const PACKAGERS = ['bun', 'pkg'];

function binFolderOf(packager: string): string {
  const target = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(import.meta.dirname, '../dist', packager, target);
  if (existsSync(folder)) return folder;
  throw new Error(`${folder} is not there. Start the demonstration with "npm run demo", which builds it`);
}

async function demonstrate(stage: Stage): Promise<void> {
  console.log(
    'A container runtime attaches pods with the packaged plugins. HNS is simulated; each call is a process.',
  );
  labelled('HNS at', [stage.simulator.address]);
  labelled('files in', [stage.folder]);
  const before = await stage.simulator.dump();
  for (const packager of PACKAGERS) {
    for (const network of DEMO_NETWORKS) {
      await walk({ stage, network, packager, binFolder: binFolderOf(packager) });
    }
  }
  const left = await remains(stage, before);
  if (left.length > 0) throw new Error(`This is left: ${left.join(', ')}`);
  console.log("\nNothing is left: no endpoint in HNS but the node's own, no lease, no file of flannel.");
}

try {
  await demonstrate(await setStage(DEMO_NETWORKS));
  process.exit(0);
} catch (error) {
  console.error(`\nThe demonstration failed. ${describeError(toCniError(error))}`);
  process.exit(1);
}

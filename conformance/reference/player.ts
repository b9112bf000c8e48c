/** Plays scenarios in namespaces of its own: it mounts a system with Wine and writes what it saw to a file. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Packager } from '../../build/images.ts';
import { DOUBLES } from '../windows/machine/build-doubles.ts';
import { DESCRIPTION_VARIABLE, type MachineDescription } from '../windows/machine/description.ts';
import { endWithStarter } from '../windows/machine/namespaces.ts';
import {
  makePrefix,
  mountSystem,
  openPrefix,
  SYSTEM32,
  wineVersion,
} from '../windows/machine/wine-system.ts';
import { perform } from './perform.ts';
import type { Played, PlayedScenario, PlayerPlan } from './plan.ts';
import type { Scenario } from './scenario.ts';

async function main(file: string): Promise<number> {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as PlayerPlan; // written by run.ts
  const { root, wine } = await openMachine(plan);
  const scenarios: PlayedScenario[] = [];
  for (const scenario of plan.scenarios) scenarios.push(await play(scenario, plan, root));
  const played: Played = { wine, scenarios };
  writeFileSync(plan.output, JSON.stringify(played));
  return 0;
}

async function openMachine({ folder, root: lower, kept, machine }: PlayerPlan) {
  mkdirSync(join(folder, 'mounts'));
  const root = await mountSystem(lower, join(folder, 'mounts'));
  await makePrefix(root, kept);
  const prefix = await openPrefix({ systemRoot: root, kept }, 'doubles', (driveC) => {
    for (const name of DOUBLES) copyFileSync(join(machine.doubles, name), join(driveC, SYSTEM32, name));
  });
  const wine = await wineVersion(root);
  const description: MachineDescription = {
    ...machine,
    name: wine,
    hasDoubles: true,
    wine: { systemRoot: root, kept, prefix },
  };
  process.env[DESCRIPTION_VARIABLE] = join(folder, 'machine.json');
  writeFileSync(join(folder, 'machine.json'), JSON.stringify(description));
  return { root, wine };
}

async function play(scenario: Scenario, { executables }: PlayerPlan, root: string): Promise<PlayedScenario> {
  const { reference } = executables;
  const runBy = (packager: Packager) =>
    perform(scenario, { root, folders: { reference, ours: executables[packager] }, side: 'ours' });
  return {
    id: scenario.id,
    reference: await perform(scenario, { root, folders: { reference, ours: reference }, side: 'reference' }),
    ours: { pkg: await runBy('pkg'), bun: await runBy('bun') },
  };
}

endWithStarter();
process.exit(await main(process.argv[2] ?? ''));

/**
 * Plays scenarios with the Go plugins and with our Windows executables on the same simulated HNS and compares what they
 * did: `npm run conformance:reference`. Sets up what it needs by itself; what it can be told is in options.ts.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGERS } from '../../build/images.ts';
import { buildDoubles } from '../windows/machine/build-doubles.ts';
import { buildExecutables } from '../windows/machine/build-executables.ts';
import { cacheFolder } from '../windows/machine/cache-folder.ts';
import { runInNamespaces } from '../windows/machine/namespaces.ts';
import { wineRoot } from '../windows/machine/wine-root.ts';
import { type GoFlannel, goFlannel } from './go-flannel.ts';
import { installGoPlugins } from './go-plugins.ts';
import { install } from './install.ts';
import { type Options, readOptions } from './options.ts';
import type { Played, PlayerPlan } from './plan.ts';
import { report } from './report.ts';
import type { Scenario } from './scenario.ts';
import { scenariosWith } from './scenarios.ts';
import { workFolder } from './work-folder.ts';

/** Each waits for its programs for most of the time. */
const PLAYERS = 3;

async function main(options: Options): Promise<number> {
  if (process.platform === 'win32')
    throw new Error(
      'This comparison runs on Linux, under Wine; on Windows there is npm run conformance:windows',
    );
  const folder = workFolder();
  const flannel = options.withoutFlannel ? undefined : await goFlannel('windows', options.flannel);
  const common = await prepare(folder, flannel);
  // Wine's folders are made by the first player there is: alone
  if (!existsSync(common.kept)) await play([], { ...common, folder: join(folder, 'first-player') });
  const scenarios = wanted(scenariosWith(flannel), options);
  const shares = Array.from({ length: Math.min(PLAYERS, scenarios.length) }, (_, player) =>
    scenarios.filter((_, index) => index % PLAYERS === player),
  );
  const played = await Promise.all(
    shares.map((share, player) => play(share, { ...common, folder: join(folder, `player-${player}`) })),
  );
  return report(played, options, flannel);
}

type Common = Omit<PlayerPlan, 'folder' | 'scenarios' | 'output'>;

async function prepare(folder: string, flannel: GoFlannel | undefined): Promise<Common> {
  const executables = { reference: join(folder, 'go'), bun: join(folder, 'bun'), pkg: join(folder, 'pkg') };
  await installGoPlugins(executables.reference, flannel);
  const root = await wineRoot();
  const doubles = join(folder, 'doubles');
  await buildDoubles(doubles);
  const { plugins, programs } = await buildExecutables();
  for (const packager of PACKAGERS) install(plugins[packager], executables[packager]);
  const kept = join(cacheFolder('wine'), 'windows-folders');
  return { root, kept, machine: { doubles, plugins, programs }, executables };
}

function wanted(scenarios: readonly Scenario[], { words }: Options): readonly Scenario[] {
  return scenarios.filter(({ id }) => words.length === 0 || words.some((word) => id.includes(word)));
}

async function play(
  scenarios: readonly Scenario[],
  common: Common & { readonly folder: string },
): Promise<Played> {
  const { folder } = common;
  mkdirSync(folder);
  const plan: PlayerPlan = { ...common, scenarios, output: join(folder, 'played.json') };
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  const exitCode = await runInNamespaces(join(import.meta.dirname, 'player.ts'), [file]);
  if (exitCode !== 0) throw new Error(`A player of scenarios ended with ${exitCode}`);
  return JSON.parse(readFileSync(plan.output, 'utf8')) as Played; // written by player.ts
}

try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

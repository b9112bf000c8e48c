import { PACKAGERS, type Packager } from '../../build/images.ts';
import { tableOf } from '../../build/table.ts';
import { type Comparison, compare } from './compare.ts';
import type { GoFlannel } from './go-flannel.ts';
import { GO_PLUGINS } from './go-plugins.ts';
import { INTENDED_DIFFERENCES } from './intended-differences/index.ts';
import type { Options } from './options.ts';
import type { Played, PlayedScenario } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

interface Row {
  readonly scenario: Scenario;
  readonly packager: Packager;
  readonly comparison: Comparison;
}

/**
 * Compares what was seen and prints what came out.
 *
 * @param flannel The Go flannel, unless its scenarios were left out.
 * @returns The exit code: 1 for a difference that is not intended, or an intended one that was not met.
 */
export function report(
  played: readonly Played[],
  options: Pick<Options, 'verbose' | 'words'>,
  flannel: GoFlannel | undefined,
): number {
  const seen = played.flatMap(({ scenarios }) => scenarios);
  if (options.verbose) console.log(JSON.stringify(seen, undefined, 2));
  const rows = seen.flatMap(rowsOf);
  const different = rows.filter(({ comparison }) => comparison.unexpected.length > 0);
  for (const row of different) console.log(`\n${differenceText(row)}`);
  console.log(
    `\n${GO_PLUGINS.module} ${GO_PLUGINS.version}, Go flannel ${flannelText(flannel)}, on ${played[0]?.wine}\n`,
  );
  console.log(tableOf(['scenario', ...PACKAGERS, 'for'], tableRows(rows)));
  const unmet = unmetDifferences(rows, options.words, flannel !== undefined);
  for (const id of unmet)
    console.log(`\nIntended difference "${id}" was met in no scenario: is it still there?`);
  console.log(`\n${rows.length - different.length} as intended, ${different.length} different`);
  return different.length > 0 || unmet.length > 0 || rows.length === 0 ? 1 : 0;
}

function flannelText(flannel: GoFlannel | undefined): string {
  return flannel === undefined ? 'left out' : `${flannel.name} (cniVersion up to ${flannel.newestVersion})`;
}

function rowsOf({ id, reference, ours }: PlayedScenario): readonly Row[] {
  const scenario = SCENARIOS.find((candidate) => candidate.id === id);
  if (scenario === undefined) throw new Error(`There is no scenario "${id}"`);
  return PACKAGERS.map((packager) => ({
    scenario,
    packager,
    comparison: compare(scenario, { reference, ours: ours[packager] }, INTENDED_DIFFERENCES),
  }));
}

/** One row a scenario, in the order of the list, those that were left out too. */
function tableRows(rows: readonly Row[]): readonly (readonly string[])[] {
  return SCENARIOS.map(({ id }) => {
    const own = rows.filter(({ scenario }) => scenario.id === id);
    const met = own.flatMap(({ comparison }) => [...comparison.intended]);
    const verdicts = PACKAGERS.map((packager) => verdict(own.find((row) => row.packager === packager)));
    return [id, ...verdicts, [...new Set(met)].join(', ')];
  });
}

function verdict(row: Row | undefined): string {
  if (row === undefined) return 'left out';
  const { intended, unexpected } = row.comparison;
  if (unexpected.length > 0) return 'DIFFERENT';
  return intended.size === 0 ? 'equal' : 'equal but';
}

function differenceText({ scenario, packager, comparison }: Row): string {
  const lines = comparison.unexpected.flatMap(({ step, places }) => [
    `  ${step}`,
    ...places.flatMap(({ path, reference, ours }) => [
      `    ${path}`,
      `      Go plugin:  ${JSON.stringify(reference)}`,
      `      this suite: ${JSON.stringify(ours)}`,
    ]),
  ]);
  const again = `npm run conformance:reference -- <options> --verbose ${scenario.id}`;
  return [`DIFFERENT: ${scenario.id}, ${packager}. Again, alone: ${again}`, ...lines].join('\n');
}

/** Only a whole run can tell that a difference is met nowhere. */
function unmetDifferences(
  rows: readonly Row[],
  words: readonly string[],
  hasFlannel: boolean,
): readonly string[] {
  if (words.length > 0) return [];
  const met = new Set(rows.flatMap(({ comparison }) => [...comparison.intended]));
  return INTENDED_DIFFERENCES.filter(({ ofFlannel }) => hasFlannel || ofFlannel === undefined)
    .map(({ id }) => id)
    .filter((id) => !met.has(id));
}

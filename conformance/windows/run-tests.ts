import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCLI, startVitest } from 'vitest/node';
import { DESCRIPTION_VARIABLE, type MachineDescription } from './machine/description.ts';
import { TableReporter } from './table-reporter.ts';

/**
 * Runs the tests on a machine and prints the table.
 *
 * @param folder For the machine's description and temporary files; gone after the run.
 * @param words As vitest takes them: parts of file names, `-t` and part of a title. None is all tests. Reporters named
 *   are added to the table, not put in its place.
 * @returns The exit code.
 */
export async function runTests(
  machine: MachineDescription,
  { folder, words }: { readonly folder: string; readonly words: readonly string[] },
): Promise<number> {
  const file = join(folder, 'machine.json');
  writeFileSync(file, JSON.stringify(machine));
  process.env[DESCRIPTION_VARIABLE] = file;
  // What tests leave when they are cut short goes with the folder
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  for (const name of process.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR'])
    process.env[name] = temporary;
  const { filter, options } = parseCLI(['vitest', 'run', ...words]);
  const { reporter: more = [], ...others } = options;
  const vitest = await startVitest('test', filter, {
    ...others,
    config: join(import.meta.dirname, 'vitest.config.ts'),
    reporters: ['default', new TableReporter(machine.name), ...[more].flat()],
    watch: false,
  });
  await vitest.close();
  return Number(process.exitCode ?? 0);
}

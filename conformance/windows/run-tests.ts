import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCLI, startVitest } from 'vitest/node';
import { DESCRIPTION_VARIABLE, type MachineDescription } from './machine/description.ts';
import { TableReporter } from './table-reporter.ts';

/**
 * Runs the tests on a machine and prints the table.
 *
 * @param folder For the machine's description.
 * @param words As vitest takes them: parts of file names, `-t` and part of a title. None is all tests.
 * @returns The exit code.
 */
export async function runTests(
  machine: MachineDescription,
  { folder, words }: { readonly folder: string; readonly words: readonly string[] },
): Promise<number> {
  const file = join(folder, 'machine.json');
  writeFileSync(file, JSON.stringify(machine));
  process.env[DESCRIPTION_VARIABLE] = file;
  const { filter, options } = parseCLI(['vitest', 'run', ...words]);
  const vitest = await startVitest('test', filter, {
    ...options,
    config: join(import.meta.dirname, 'vitest.config.ts'),
    reporters: ['default', new TableReporter(machine.name)],
    watch: false,
  });
  await vitest.close();
  return Number(process.exitCode ?? 0);
}

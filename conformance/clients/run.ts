/**
 * Programs that others wrote call the executables of this machine: `npm run conformance:cnitool` and
 * `npm run conformance:go-cni`, both together `npm run conformance:clients`. The first words say which; words after `--`
 * go to vitest. Compiles the programs by itself, with Go.
 */
import { join } from 'node:path';
import { buildCnitool } from './cnitool.ts';
import { buildGoCni } from './go-cni.ts';
import { runWithOwnResults } from './own-results.ts';

const PROGRAMS = { cnitool: buildCnitool, 'go-cni': buildGoCni } as const;

type ProgramName = keyof typeof PROGRAMS;

async function main(words: readonly string[]): Promise<number> {
  const asked = words.filter((_, index) => words.slice(0, index + 1).every(isProgram)).filter(isProgram);
  const names = asked.length > 0 ? asked : Object.keys(PROGRAMS).filter(isProgram);
  // Here and not in the tests, for the sake of what is said when it fails
  await Promise.all(names.map((name) => PROGRAMS[name]()));
  const folders = names.map((name) => `test/conformance/clients/${name}/`);
  const script = join(import.meta.dirname, 'run-tests.ts');
  return runWithOwnResults(script, [...folders, ...words.slice(asked.length)]);
}

function isProgram(word: string): word is ProgramName {
  return Object.hasOwn(PROGRAMS, word);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

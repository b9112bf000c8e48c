import { CHECKS } from './all-checks.ts';
import { judge } from './command-line/judge.ts';
import { readArguments } from './command-line/options.ts';
import { USAGE, UsageError } from './command-line/usage.ts';

/** The conformance suite from the command line: see the usage text. */
async function main(words: readonly string[]): Promise<number> {
  if (words.length === 0) return usedWrongly();
  const wanted = readArguments(words);
  // npm starts scripts in the folder of the package, wherever its caller is
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  if (script === 'conformance' && folder !== undefined) process.chdir(folder);
  if (wanted.command === 'judge') return await judge(wanted);
  process.stdout.write(wanted.command === 'help' ? USAGE : listing());
  return 0;
}

/** A build whose variables are empty must not take it for a plugin that keeps every rule. */
function usedWrongly(): number {
  process.stderr.write(USAGE);
  return 2;
}

function listing(): string {
  const width = Math.max(...CHECKS.map(({ id }) => id.length));
  const lines = CHECKS.map(
    ({ id, group, level, rule }) =>
      `${group.padEnd(12)}  ${id.padEnd(width)}  ${level.padEnd(6)}  ${rule.replaceAll('`', '')}`,
  );
  return `${lines.join('\n')}\n`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const more = thrown instanceof UsageError ? '. See --help' : '';
  process.stderr.write(`conformance: ${message}${more}\n`);
  process.exitCode = 2;
}

import { toCniError } from '../../lib/cni/error.ts';
import { tryToWrite } from '../../lib/host/program.ts';
import { parseArguments } from './command-line/arguments.ts';
import { perform } from './command-line/perform.ts';
import { USAGE, UsageError } from './command-line/usage.ts';
import { describeError } from './joined-failure.ts';

const STDOUT = 1;
const STDERR = 2;

/** The runtime from the command line: see the usage text. */
async function main(args: readonly string[]): Promise<string> {
  const wanted = parseArguments(args);
  if (wanted.subcommand === 'help') return USAGE;
  const { env: environment, platform } = process;
  // npm starts scripts in the folder of the package, wherever its caller is
  const folder = environment.npm_lifecycle_event === 'cni' ? environment.INIT_CWD : undefined;
  if (folder !== undefined) process.chdir(folder);
  return await perform(wanted, { environment, platform, folder: process.cwd() }, writeError);
}

function writeError(text: string): void {
  tryToWrite(STDERR, text);
}

main(process.argv.slice(2)).then(
  (text) => {
    const failure = text === '' ? undefined : tryToWrite(STDOUT, text);
    if (failure !== undefined) fail(new Error(`cannot write to standard output: ${failure}`));
  },
  (thrown: unknown) => fail(thrown),
);

function fail(thrown: unknown): void {
  const usage = thrown instanceof UsageError ? `\n\n${USAGE}` : '\n';
  writeError(`${describeError(toCniError(thrown))}${usage}`);
  process.exitCode = 1;
}

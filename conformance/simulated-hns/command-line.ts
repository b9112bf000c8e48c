import { openSync, writeSync } from 'node:fs';
import { CniError } from '../../lib/cni/error.ts';
import { SimulatorClient } from '../../lib/hns/hcn/simulator-client.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { endWithNpm } from './end-with-npm.ts';
import type { JournalEntry } from './journal.ts';
import { readStateFile } from './read-state-file.ts';
import { startServer } from './server.ts';
import { SimulatedHns } from './simulated-hns.ts';
import { USAGE, UsageError } from './usage.ts';

/** The simulated HNS from the command line: see the usage text. Exit codes: 2 wrong usage, 1 any other failure. */
async function main(args: readonly string[]): Promise<void> {
  const wanted = parseArguments(args);
  if (wanted.command === 'help') process.stdout.write(USAGE);
  else if (wanted.command === 'dump') await dump(wanted.address);
  else await serve(wanted);
}

async function dump(address: string): Promise<void> {
  const client = new SimulatorClient(address);
  const { value } = await client.request('dump', []);
  process.stdout.write(`${value}\n`);
  await client.close();
}

async function serve(wanted: Extract<Arguments, { command: 'serve' }>): Promise<void> {
  const journal = wanted.journal === undefined ? undefined : openSync(wanted.journal, 'a');
  const hns = simulatedHns(wanted, journal);
  for (const { name, fault, ...strike } of wanted.faults) hns.addFault(name, fault, strike);
  const server = await startServer(hns, wanted.listen);
  // The process ends when nothing is left to serve, and takes the journal's handle with it.
  const end = (): void => void server.close();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  endWithNpm(end);
  process.stdout.write(`${JSON.stringify({ listening: server.address })}\n`);
}

/** Each call is in the journal before its reply is on the way, so that killing the server loses none. */
function simulatedHns(
  wanted: Extract<Arguments, { command: 'serve' }>,
  journal: number | undefined,
): SimulatedHns {
  const state = wanted.state === undefined ? {} : readStateFile(wanted.state);
  try {
    return new SimulatedHns({
      ...state,
      createNamespaces: wanted.createNamespaces,
      createComputeSystems: wanted.createComputeSystems,
      keepJournal: false,
      ...(journal !== undefined && {
        onCall: (entry: JournalEntry) => void writeSync(journal, `${JSON.stringify(entry)}\n`),
      }),
    });
  } catch (cause) {
    throw new UsageError(`${wanted.state}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const details = thrown instanceof CniError ? `: ${thrown.details}` : '';
  process.stderr.write(`simulate-hns: ${message}${details}\n`);
  process.exitCode = thrown instanceof UsageError ? 2 : 1;
});

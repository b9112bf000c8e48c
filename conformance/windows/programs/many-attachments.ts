/**
 * Attaches and detaches endpoints over and over in one process, through the same code as the plugins, and prints what it
 * did as JSON. Words: the network's name, the sandbox, how many rounds. The GUID of a namespace is served through version 2
 * of the API, `container:ID` through version 1.
 */
import { writeSync } from 'node:fs';
import { CniError, toCniError } from '../../../lib/cni/error.ts';
import type { HnsDriver, Sandbox } from '../../../lib/hns/driver.ts';
import { parseGuid } from '../../../lib/hns/guid.ts';
import { HcnDriver } from '../../../lib/hns/hcn/driver.ts';
import { openNativeHcnApi } from '../../../lib/hns/hcn/native-api.ts';
import { V1Driver } from '../../../lib/hns/v1/driver.ts';

interface Tally {
  operations: number;
  refused: number;
}

async function main([networkName = '', word = '', rounds = '']: readonly string[]): Promise<Tally> {
  const api = await openNativeHcnApi();
  const sandbox = sandboxOf(word);
  const hns = sandbox.kind === 'container' ? new V1Driver(api) : new HcnDriver(api);
  const tally: Tally = { operations: 0, refused: 0 };
  for (let round = 0; round < Number(rounds); round += 1)
    await oneRound(hns, { networkName, sandbox, round, tally });
  return tally;
}

function sandboxOf(word: string): Sandbox {
  const container = /^container:(.+)$/.exec(word)?.[1];
  if (container !== undefined) return { kind: 'container', id: container };
  const id = parseGuid(word);
  if (id === undefined) throw new Error('words: NETWORK SANDBOX ROUNDS');
  return { kind: 'namespace', id };
}

interface Round {
  readonly networkName: string;
  readonly sandbox: Sandbox;
  readonly round: number;
  readonly tally: Tally;
}

/** Six operations, and one that HNS refuses every time: refusals give strings and handles to clean up, too. */
async function oneRound(hns: HnsDriver, { networkName, sandbox, round, tally }: Round): Promise<void> {
  const counted = <Value>(operation: Promise<Value>): Promise<Value> => {
    tally.operations += 1;
    return operation;
  };
  await refusable(tally, async () => {
    const network = await counted(hns.findNetwork(networkName));
    if (network === undefined) throw new Error(`no network ${networkName}`);
    const request = { ...ENDPOINT, name: `round-${round}-\u{1f427}`, networkId: network.id };
    const endpoint = await counted(hns.createEndpoint(request));
    await refusable(tally, async () => {
      await counted(hns.attach(endpoint.id, sandbox));
      await counted(hns.findEndpoint(request.name));
      await counted(hns.detach(endpoint.id, sandbox));
    });
    await counted(hns.deleteEndpoint(endpoint.id));
    await counted(hns.createEndpoint({ ...request, macAddress: 'no MAC address' }));
  });
}

const ENDPOINT = { addresses: [], routes: [], dns: { search: [], servers: [], options: [] }, policies: [] };

/** What HNS refuses is counted; anything else ends the program. */
async function refusable(tally: Tally, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (thrown) {
    if (!(thrown instanceof CniError)) throw thrown;
    tally.refused += 1;
  }
}

// writeSync: process.stdout of Node cannot open a pipe of Linux under Wine
main(process.argv.slice(2))
  .then((tally) => {
    writeSync(1, `${JSON.stringify(tally)}\n`);
  })
  .catch((thrown: unknown) => {
    writeSync(1, `${JSON.stringify(toCniError(thrown).toDocument('1.1.0'))}\n`);
    process.exitCode = 1;
  });

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../lib/cni/json.ts';
import { loadNetworkList, type NetworkList } from '../runtime/index.ts';
import type { DemoNetwork } from './node-networks.ts';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';

/** A node with its networks, in a temporary folder and a simulated HNS. */
export interface Stage {
  readonly folder: string;
  readonly simulator: SimulatorProcess;
  /** Where results are kept between ADD and DEL. */
  readonly cacheDir: string;
  /** Loads a network from its file. */
  list(network: DemoNetwork): NetworkList;
  /** Leases on disk: `vxlan0/10.244.1.2`. */
  leases(): readonly string[];
  /** What flannel keeps between ADD and DEL, a file an attachment. */
  flannelFiles(): readonly string[];
}

/**
 * Sets up a node: subnet.env files, network configuration lists, and HNS with the networks flanneld would have made.
 * The simulated HNS and the folder are gone when this process ends, however it ends.
 *
 * @param simulatorWords Further options of the simulated HNS's command line.
 */
export async function setStage(
  networks: readonly DemoNetwork[],
  simulatorWords: readonly string[] = [],
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'cni-windows-demo-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  for (const network of networks) writeFiles(folder, network);
  const stateFile = join(folder, 'hns.json');
  writeFileSync(stateFile, JSON.stringify(stateOf(networks)));
  return stageIn(folder, await startSimulator(stateFile, simulatorWords));
}

function stageIn(folder: string, simulator: SimulatorProcess): Stage {
  return {
    folder,
    simulator,
    cacheDir: join(folder, 'runtime'),
    list: ({ name }) => loadNetworkList(join(folder, 'net.d'), name),
    leases: () =>
      filesBelow(join(folder, 'leases')).filter((file) => isIP(file.split('/').at(-1) ?? '') !== 0),
    flannelFiles: () => filesBelow(join(folder, 'flannel')),
  };
}

function writeFiles(folder: string, { name, subnetEnv, delegate }: DemoNetwork): void {
  mkdirSync(join(folder, 'net.d'), { recursive: true });
  const subnetFile = join(folder, `subnet-${name}.env`);
  writeFileSync(subnetFile, subnetEnv);
  const conflist: JsonObject = {
    cniVersion: '1.1.0',
    name,
    plugins: [
      {
        type: 'flannel',
        subnetFile,
        dataDir: join(folder, 'flannel'),
        ipam: { dataDir: join(folder, 'leases') },
        delegate,
      },
    ],
  };
  writeFileSync(join(folder, 'net.d', `${name}.conflist`), JSON.stringify(conflist, null, 2));
}

function stateOf(networks: readonly DemoNetwork[]): JsonObject {
  return {
    version: { Major: 15, Minor: 4 },
    networks: networks.map(({ state }) => state.network),
    endpoints: networks.flatMap(({ state }) => state.endpoints),
    namespaces: networks.map(({ namespace }, index) => ({
      ID: namespace,
      NamespaceId: index + 2,
      Type: 'Host',
      Resources: [],
      SchemaVersion: { Major: 2, Minor: 0 },
    })),
  };
}

function filesBelow(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map((file) =>
      join(file.parentPath, file.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

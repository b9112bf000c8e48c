import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type ClientCommand,
  type ClientOutcome,
  type ClientVerb,
  runClient,
} from '../../../conformance/clients/client-command.ts';
import { cachedResults, forgetResults } from '../../../conformance/clients/result-cache.ts';
import { flannelHostGateway, overlayNetwork } from '../../../conformance/simulated-hns/fixtures.ts';
import { type RunningServer, startServer } from '../../../conformance/simulated-hns/server.ts';
import { SimulatedHns, type SimulatedHnsOptions } from '../../../conformance/simulated-hns/simulated-hns.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/cni/json.ts';
import { binFolder, type Packager } from '../../executables/executable.ts';
import { type Backend, IPV6_LINES, namespaceOf, SUBNET_ENV } from '../../executables/packaged-node.ts';

/** What is on a node, beside the network of flanneld's backend. */
export interface NodePlan {
  readonly packager: Packager;
  readonly backend: Backend;
  /** flanneld has an IPv6 subnet too. */
  readonly dualStack?: boolean;
  readonly hns?: SimulatedHnsOptions;
  /** Keys of the network configuration list that differ: `cniVersion`, `disableCheck`, … */
  readonly list?: JsonObject;
  /** Keys of flannel's object that differ. */
  readonly flannel?: JsonObject;
}

/** One call of a client; what is left out is pod 1's. */
export interface PodCall {
  readonly pod?: string;
  readonly netns?: string;
  readonly network?: string;
  /** `CNI_IFNAME`, `CNI_ARGS`, `CAP_ARGS` */
  readonly environment?: Readonly<Record<string, string>>;
}

const DUAL_STACK = { subnet: '10.244.1.0/24', more: [{ subnet: 'fd00:10:244:1::/64' }] };

/**
 * A Windows node with a network configuration list and packaged executables, as a client finds it, with the simulated HNS
 * behind a server. Its network has a name no other has: clients keep results for the whole machine, by the network's name.
 * It is gone when the test is.
 */
export class ClientNode {
  readonly folder = mkdtempSync(join(tmpdir(), 'client-node-'));
  readonly network: string;
  /** The network configuration files. */
  readonly configurations = join(this.folder, 'net.d');
  readonly hns: SimulatedHns;
  /** The folder of the executables. */
  readonly plugins: string;
  readonly #server: RunningServer;

  static async start(plan: NodePlan): Promise<ClientNode> {
    const network = `net-${randomBytes(4).toString('hex')}`;
    const hns = new SimulatedHns({ createNamespaces: true, ...stateOf(plan, network), ...plan.hns });
    return new ClientNode(plan, network, hns, await startServer(hns));
  }

  private constructor(plan: NodePlan, network: string, hns: SimulatedHns, server: RunningServer) {
    this.network = network;
    this.hns = hns;
    this.plugins = binFolder(plan.packager);
    this.#server = server;
    mkdirSync(this.configurations);
    this.writeSubnetEnv(plan.dualStack === true ? SUBNET_ENV + IPV6_LINES : SUBNET_ENV);
    this.writeList(plan.list, plan.flannel);
    onTestFinished(async () => {
      await server.close();
      forgetResults(network);
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Where host-local keeps leases. */
  get leaseFolder(): string {
    return join(this.folder, 'leases');
  }

  writeSubnetEnv(text: string): void {
    writeFileSync(join(this.folder, 'subnet.env'), text);
  }

  /** Writes the network configuration list: keys of its own that differ, and of its one plugin, which is flannel as a rule. */
  writeList(list: JsonObject = {}, plugin: JsonObject = {}): void {
    const flannel = {
      type: 'flannel',
      subnetFile: join(this.folder, 'subnet.env'),
      dataDir: join(this.folder, 'flannel'),
      ipam: { dataDir: this.leaseFolder },
      capabilities: { portMappings: true, dns: true },
    };
    const document = {
      cniVersion: '1.1.0',
      name: this.network,
      plugins: [plugin.type === undefined ? { ...flannel, ...plugin } : plugin],
      ...list,
    };
    writeFileSync(join(this.configurations, '10-pods.conflist'), JSON.stringify(document, null, 2));
  }

  /** What the node tells every client that calls the plugins. */
  get environment(): Readonly<Record<string, string>> {
    return { CNI_HNS_SIMULATOR: this.#server.address };
  }

  run(client: ClientCommand, verb: ClientVerb, call: PodCall = {}): Promise<ClientOutcome> {
    const { pod = 'pod-1', netns = namespaceOf(pod), network = this.network, environment } = call;
    const variables = { CNI_PATH: this.plugins, NETCONFPATH: this.configurations };
    return runClient(client, {
      verb,
      network,
      netns,
      environment: { ...this.environment, ...variables, ...environment },
      folder: this.folder,
    });
  }

  /** Everything pods have on this node: addresses of endpoints, leased ones, files of flannel, results the client keeps. */
  remains(): Remains {
    return {
      endpoints: this.endpoints().map(({ IpConfigurations }) => addressesOf(IpConfigurations)),
      leases: filesIn(join(this.leaseFolder, this.network)).filter((name) => /^[0-9a-f.:_]+$/.test(name)),
      flannel: filesIn(join(this.folder, 'flannel')).length,
      results: cachedResults(this.network).length,
    };
  }

  /** Endpoints of pods: all but the node's own. */
  endpoints(): readonly JsonObject[] {
    return this.hns.dump().endpoints.filter(({ Name }) => !`${Name}`.endsWith('_ep'));
  }
}

/** What pods have on a node. */
export interface Remains {
  /** The addresses of each. */
  readonly endpoints: readonly (readonly string[])[];
  readonly leases: readonly string[];
  /** How many configurations flannel keeps for DEL. */
  readonly flannel: number;
  /** How many results of ADD the client keeps. */
  readonly results: number;
}

/** What is on a node without pods. */
export const NOTHING: Remains = { endpoints: [], leases: [], flannel: 0, results: 0 };

function stateOf({ backend }: NodePlan, name: string): SimulatedHnsOptions {
  if (backend === 'l2bridge') return flannelHostGateway({ name, ...DUAL_STACK });
  return { networks: [overlayNetwork({ name, ...DUAL_STACK })] };
}

function addressesOf(configurations: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(configurations)) return [];
  return configurations.filter(isJsonObject).map(({ IpAddress }) => `${IpAddress}`);
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { flannelHostGateway, overlayNetwork } from '../../conformance/simulated-hns/fixtures.ts';
import { type RunningServer, startServer } from '../../conformance/simulated-hns/server.ts';
import { SimulatedHns, type SimulatedHnsOptions } from '../../conformance/simulated-hns/simulated-hns.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import type { Command } from '../../lib/cni/parameters.ts';
import type { HnsApiVersion } from '../../lib/host/host.ts';
import {
  binFolder,
  executableName,
  type Outcome,
  type Packager,
  type PluginName,
  runExecutable,
  SIMULATOR_VARIABLE,
  shownPath,
} from './executable.ts';

/** A result of ADD, as a runtime keeps it for CHECK and DEL. */
export type PodResult = JsonObject & {
  readonly ips: readonly { readonly address: string; readonly gateway: string; readonly interface: number }[];
};

/** An error object. */
export interface PodError {
  readonly code: number;
  readonly msg: string;
  readonly details: string;
}

/** One call of a plugin by the runtime; what is left out is `eth0` of pod 1. */
export interface PodCall {
  readonly pod?: string;
  readonly ifName?: string;
  readonly netns?: string;
  readonly prevResult?: JsonObject;
  readonly cniVersion?: string;
  readonly more?: JsonObject;
  /** The process is killed when this resolves. */
  readonly killWhen?: Promise<unknown>;
}

const DUAL_STACK = { subnet: '10.244.1.0/24', more: [{ subnet: 'fd00:10:244:1::/64' }] };

/** What flanneld says of a node in an IPv4 cluster. */
export const SUBNET_ENV = `FLANNEL_NETWORK=10.244.0.0/16
FLANNEL_SUBNET=10.244.1.1/24
FLANNEL_MTU=1450
FLANNEL_IPMASQ=true
`;

/** What `subnet.env` says besides when the cluster has both families. */
export const IPV6_LINES = `FLANNEL_IPV6_NETWORK=fd00:10:244::/48
FLANNEL_IPV6_SUBNET=fd00:10:244:1::1/64
`;

/** The networks a node can have: flanneld's two backends. */
export type Backend = 'overlay' | 'l2bridge';

/** What a node is like, beside its network. */
export interface NodeOptions extends SimulatedHnsOptions {
  /** What configurations say of the API; when absent, nothing. */
  readonly apiVersion?: HnsApiVersion;
}

/**
 * A Windows node as flanneld leaves it, with the simulated HNS behind a server and packaged executables in `CNI_PATH`. It
 * is gone when the test is.
 */
export class PackagedNode {
  readonly folder = mkdtempSync(join(tmpdir(), 'packaged-node-'));
  readonly hns: SimulatedHns;
  readonly backend: Backend;
  readonly #packager: Packager;
  readonly #delegate: JsonObject;
  readonly #server: RunningServer;

  static async start(
    packager: Packager,
    backend: Backend,
    { apiVersion, ...options }: NodeOptions = {},
  ): Promise<PackagedNode> {
    const hns = new SimulatedHns({ createNamespaces: true, ...stateOf(backend), ...options });
    const delegate = apiVersion === undefined ? {} : { delegate: { apiVersion } };
    return new PackagedNode({ packager, backend, delegate }, hns, await startServer(hns));
  }

  private constructor(
    { packager, backend, delegate }: { packager: Packager; backend: Backend; delegate: JsonObject },
    hns: SimulatedHns,
    server: RunningServer,
  ) {
    this.#packager = packager;
    this.#delegate = delegate;
    this.#server = server;
    this.backend = backend;
    this.hns = hns;
    this.writeSubnetEnv(SUBNET_ENV);
    onTestFinished(async () => {
      await server.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  get network(): string {
    return this.backend === 'overlay' ? 'vxlan0' : 'cbr0';
  }

  writeSubnetEnv(text: string): void {
    writeFileSync(join(this.folder, 'subnet.env'), text);
  }

  writeDualStackSubnetEnv({ ipMasq = true } = {}): void {
    this.writeSubnetEnv(SUBNET_ENV.replace('IPMASQ=true', `IPMASQ=${ipMasq}`) + IPV6_LINES);
  }

  /** What a runtime would hand flannel on this node. */
  config({ cniVersion = '1.1.0', prevResult, more }: PodCall = {}): JsonObject {
    return {
      cniVersion,
      name: this.network,
      type: 'flannel',
      subnetFile: shownPath(join(this.folder, 'subnet.env')),
      dataDir: shownPath(join(this.folder, 'flannel')),
      ipam: { dataDir: shownPath(join(this.folder, 'networks')) },
      ...this.#delegate,
      ...(prevResult && { prevResult }),
      ...more,
    };
  }

  /** Calls flannel, or another plugin with `config` as it is. */
  run(
    command: Command,
    call: PodCall = {},
    plugin: PluginName = 'flannel',
    config = this.config(call),
    folder = binFolder(this.#packager),
  ): Promise<Outcome> {
    return runExecutable(join(folder, executableName(plugin)), {
      environment: this.environment(command, call, folder),
      stdin: JSON.stringify(config),
      ...(call.killWhen && { killWhen: call.killWhen }),
    });
  }

  /** What a runtime would put into the environment of a plugin on this node. */
  environment(
    command: Command,
    { pod = 'pod-1', ifName = 'eth0', netns = namespaceOf(pod) }: PodCall = {},
    folder = binFolder(this.#packager),
  ): Record<string, string> {
    return {
      CNI_COMMAND: command,
      CNI_CONTAINERID: pod,
      CNI_NETNS: netns,
      CNI_IFNAME: ifName,
      CNI_PATH: shownPath(folder),
      [SIMULATOR_VARIABLE]: this.#server.address,
    };
  }

  async add(call: PodCall = {}): Promise<PodResult> {
    return JSON.parse((await this.succeed('ADD', call)).stdout);
  }

  /** Calls flannel and expects success. */
  async succeed(command: Command, call: PodCall = {}): Promise<Outcome> {
    const outcome = await this.run(command, call);
    if (outcome.exitCode !== 0) throw new Error(`${command} failed: ${outcome.stdout}${outcome.stderr}`);
    return outcome;
  }

  /** Calls flannel and expects an error object. */
  async failure(command: Command, call: PodCall = {}): Promise<PodError> {
    const outcome = await this.run(command, call);
    if (outcome.exitCode !== 1)
      throw new Error(`${command} ended with ${outcome.exitCode}: ${outcome.stdout}`);
    return JSON.parse(outcome.stdout);
  }

  /** GC with these pods' `eth0` still in use. */
  gc(...pods: readonly string[]): Promise<Outcome> {
    const list = pods.map((containerID) => ({ containerID, ifname: 'eth0' }));
    return this.succeed('GC', { more: { 'cni.dev/valid-attachments': list } });
  }

  /** Everything pods have on this node: names of endpoints, leased addresses, kept configurations. */
  remains(): { readonly endpoints: string[]; readonly leases: string[]; readonly scratch: string[] } {
    const names = this.hns.dump().endpoints.map(({ Name }) => String(Name));
    return {
      endpoints: names.filter((name) => !name.endsWith('_ep')).sort(),
      // Windows has no ":" in file names
      leases: this.#files(join('networks', this.network))
        .filter((name) => /^[0-9a-f.:_]+$/.test(name))
        .map((name) => name.replaceAll('_', ':')),
      scratch: this.#files('flannel'),
    };
  }

  /** A lease's content. */
  lease(address: string): string {
    return readFileSync(join(this.folder, 'networks', this.network, address), 'utf8');
  }

  /** Writes a lease as the Go host-local does. */
  writeLease(address: string, content: string): void {
    mkdirSync(join(this.folder, 'networks', this.network), { recursive: true });
    writeFileSync(join(this.folder, 'networks', this.network, address), content);
  }

  #files(folder: string): string[] {
    const path = join(this.folder, folder);
    return existsSync(path) ? readdirSync(path).sort() : [];
  }
}

/** What is on a node without pods. */
export const NOTHING = { endpoints: [], leases: [], scratch: [] };

/** The namespace of a pod: any GUID, the same for the same pod. */
export function namespaceOf(pod: string): string {
  const hex = Buffer.from(pod).toString('hex').padEnd(12, '0').slice(-12);
  return `8c1b2a3d-4e5f-4071-8293-${hex}`;
}

function stateOf(backend: Backend): SimulatedHnsOptions {
  if (backend === 'l2bridge') return flannelHostGateway({ name: 'cbr0', ...DUAL_STACK });
  return { networks: [overlayNetwork({ name: 'vxlan0', ...DUAL_STACK })] };
}

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
import { SimulatedHns, type SimulatedHnsOptions } from '../../conformance/simulated-hns/simulated-hns.ts';
import type { StateDocument } from '../../conformance/simulated-hns/state.ts';
import { hostLocal } from '../../ipam/host-local/plugin.ts';
import type { NetworkConfig } from '../../lib/cni/configuration.ts';
import { invoke } from '../../lib/cni/invoke.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import type { Command, Parameters } from '../../lib/cni/parameters.ts';
import type { Plugin } from '../../lib/cni/plugin.ts';
import type { Result } from '../../lib/cni/result.ts';
import type { Delegates } from '../../lib/delegate/delegates.ts';
import { delegatesOf } from '../../lib/delegate/delegates-of.ts';
import type { HnsDriver } from '../../lib/hns/driver.ts';
import { HcnDriver } from '../../lib/hns/hcn/driver.ts';
import { V1Driver } from '../../lib/hns/v1/driver.ts';
import type { HnsApiVersion, Host } from '../../lib/host/host.ts';
import { realFiles } from '../../lib/host/real-files.ts';
import { realLocks } from '../../lib/host/real-locks.ts';

export const BRIDGE_ID = 'A4F0C9B2-7D31-4E5C-9C55-1B2D6E8F7A10';
export const OVERLAY_ID = '5E2B7C14-93A8-4C6F-8B0E-2F4D1A6C9E33';
export const POD_1 = 'C7A1D8E4-2B6F-4D39-9E07-84F1A3B5C2D6';
export const POD_2 = 'C7A1D8E4-2B6F-4D39-9E07-84F1A3B5C2D7';

/** The IPv4 and IPv6 subnets of the node's networks. */
export const SUBNET = '10.244.1.0/24';
export const SUBNET_V6 = 'fd00:10:244:1::/64';

/** What flanneld leaves on a node, on both of its backends. */
export function flannelState(): Required<Pick<StateDocument, 'networks' | 'endpoints' | 'namespaces'>> {
  const more = [{ subnet: SUBNET_V6 }];
  const bridge = flannelHostGateway({ id: BRIDGE_ID, name: 'cbr0', subnet: SUBNET, more });
  const overlay = overlayNetwork({ id: OVERLAY_ID, name: 'vxlan0', subnet: '10.245.1.0/24', more: [] });
  return {
    networks: [...bridge.networks, overlay],
    endpoints: bridge.endpoints,
    namespaces: [{ ID: POD_1 }, { ID: POD_2 }],
  };
}

/** One call of a plugin; what is left out is pod 1's `eth0`. */
export interface PodCall {
  readonly containerId?: string;
  readonly ifName?: string;
  readonly netns?: string;
  readonly prevResult?: Result;
}

/** How the node's effects differ from those of a healthy one. */
export interface NodeOptions {
  readonly hns?: SimulatedHnsOptions;
  readonly delegates?: (healthy: Delegates) => Delegates;
  /** Stands before the driver of HNS. */
  readonly driver?: (driver: HnsDriver) => HnsDriver;
  /** Replaces HNS, which then cannot be reached. */
  readonly noHns?: (api: HnsApiVersion) => never;
}

/** A node with the simulated HNS, the real host-local and a folder for its leases. */
export class WindowsNode {
  readonly folder = mkdtempSync(join(tmpdir(), 'windows-node-'));
  readonly dataDir = join(this.folder, 'networks');
  readonly warnings: { readonly phrase: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
  /** Configurations that reached IPAM, with the command. */
  readonly ipamCalls: { readonly command: string; readonly config: JsonObject }[] = [];
  hns: SimulatedHns;
  readonly #plugin: Plugin<NetworkConfig, Host>;
  readonly #options: NodeOptions;

  constructor(plugin: Plugin<NetworkConfig, Host>, options: NodeOptions = {}) {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    this.#plugin = plugin;
    this.#options = options;
    this.hns = new SimulatedHns({ ...flannelState(), ...options.hns });
    writeFileSync(join(this.folder, 'host-local'), '');
  }

  /** A configuration of the plugin on its network, with host-local leasing from `subnet`. */
  config(more: JsonObject = {}): JsonObject {
    const bridge = this.#plugin.name === 'win-bridge';
    return {
      cniVersion: '1.1.0',
      name: bridge ? 'cbr0' : 'vxlan0',
      type: this.#plugin.name,
      ipam: this.ipam({ subnet: bridge ? SUBNET : '10.245.1.0/24' }),
      ...more,
    };
  }

  ipam(keys: JsonObject): JsonObject {
    return { type: 'host-local', dataDir: this.dataDir, ...keys };
  }

  async add(config: JsonObject = this.config(), call: PodCall = {}): Promise<Result> {
    return (await this.#call('ADD', config, call)) as Result;
  }

  async check(config: JsonObject, call: PodCall): Promise<void> {
    await this.#call('CHECK', config, call);
  }

  async del(config: JsonObject = this.config(), call: PodCall = {}): Promise<void> {
    await this.#call('DEL', config, call);
  }

  async gc(valid: readonly [containerId: string, ifName: string][], config = this.config()): Promise<void> {
    const list = valid.map(([containerID, ifname]) => ({ containerID, ifname }));
    await this.#call('GC', { ...config, 'cni.dev/valid-attachments': list }, {});
  }

  async gcWithoutList(config = this.config()): Promise<void> {
    await this.#call('GC', config, {});
  }

  async status(config = this.config()): Promise<void> {
    await this.#call('STATUS', config, {});
  }

  /** The endpoints of pods: all but flanneld's own. */
  podEndpoints(): readonly JsonObject[] {
    return this.hns.dump().endpoints.filter(({ Name }) => !`${Name}`.endsWith('_ep'));
  }

  /** The only pod endpoint. */
  endpoint(): JsonObject {
    const [endpoint, ...others] = this.podEndpoints();
    if (endpoint === undefined || others.length > 0) throw new Error(`${others.length} other endpoints`);
    return endpoint;
  }

  /** Addresses leased on a network, sorted, with the attachment that holds each. */
  leases(network: string): Record<string, string> {
    const folder = join(this.dataDir, network);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const addresses = names.filter((name) => /^[0-9a-f][0-9a-f.:]*$/.test(name)).sort();
    return Object.fromEntries(
      addresses.map((name) => [name, readFileSync(join(folder, name), 'utf8').replace('\r\n', ' ')]),
    );
  }

  /** Writes a lease as host-local does. */
  lease(network: string, address: string, owner: string): void {
    mkdirSync(join(this.dataDir, network), { recursive: true });
    writeFileSync(join(this.dataDir, network, address), owner.replace(' ', '\r\n'));
  }

  /** Starts HNS anew with a changed state, as if somebody had been at it. */
  tamper(change: (state: Required<StateDocument>) => StateDocument): void {
    const state = this.hns.dump();
    this.hns = new SimulatedHns({ ...this.#options.hns, ...state, ...change(state) });
  }

  /** Changes every pod endpoint. */
  tamperEndpoint(change: (endpoint: JsonObject) => JsonObject): void {
    this.tamper(({ endpoints, namespaces }) => ({
      // An endpoint's own word on its namespace counts.
      namespaces: namespaces.map((namespace) => ({ ...namespace, Resources: [] })),
      endpoints: endpoints.map((endpoint) =>
        `${endpoint.Name}`.endsWith('_ep') ? endpoint : { ...endpoint, ...change(endpoint) },
      ),
    }));
  }

  #call(command: Command, config: JsonObject, call: PodCall) {
    const { containerId = 'pod1', ifName = 'eth0', netns = POD_1, prevResult } = call;
    const parameters: Parameters = { command, containerId, ifName, netns, args: '', path: this.folder };
    const document = { ...config, ...(prevResult && { prevResult: JSON.parse(JSON.stringify(prevResult)) }) };
    return invoke(this.#plugin, document, parameters, this.#host());
  }

  #driver(version: HnsApiVersion): HnsDriver {
    const api = this.hns.api();
    const driver = version === 1 ? new V1Driver(api) : new HcnDriver(api);
    return this.#options.driver?.(driver) ?? driver;
  }

  #host(): Host {
    const host: Omit<Host, 'delegates'> = {
      platform: 'linux',
      environment: {},
      files: realFiles,
      locks: realLocks(),
      processes: {
        run: () => {
          throw new Error('nothing is executed here');
        },
      },
      log: { warn: (phrase, fields) => void this.warnings.push({ phrase, fields }) },
      hns: async (api) => this.#options.noHns?.(api) ?? this.#driver(api),
    };
    // The file found in CNI_PATH is the running program's, so that host-local is called in this process.
    const healthy = delegatesOf({
      bundle: {
        'host-local': async () => (config, parameters, whole) => {
          this.ipamCalls.push({ command: parameters.command, config });
          return invoke(hostLocal, config, parameters, whole);
        },
      },
      executable: join(this.folder, 'host-local'),
      host,
    });
    return { ...host, delegates: this.#options.delegates?.(healthy) ?? healthy };
  }
}

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
import { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import { CniError } from '../../../lib/cni/error.ts';
import { invoke } from '../../../lib/cni/invoke.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import type { Command, Parameters } from '../../../lib/cni/parameters.ts';
import type { AnyResult } from '../../../lib/cni/result.ts';
import type { Delegate, Delegates } from '../../../lib/delegate/delegates.ts';
import { HcnDriver } from '../../../lib/hns/hcn/driver.ts';
import type { Host } from '../../../lib/host/host.ts';
import { realFiles } from '../../../lib/host/real-files.ts';
import { realProcesses } from '../../../lib/host/real-processes.ts';
import { flannel } from '../../../plugins/flannel/plugin.ts';

export const IPV4_ENV =
  'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';

/** What a delegate was asked. */
export interface DelegateCall {
  readonly command: Command;
  readonly config: JsonObject;
  readonly parameters: Parameters;
}

/** A request to flannel; what is left out is as for the first interface of container `c1`. */
export interface FlannelRequest extends Partial<Omit<Parameters, 'command'>> {
  readonly config?: JsonObject;
}

/**
 * A node with flannel on it: a folder with subnet.env and scratch files, delegates that note what they are asked, and
 * the plugin itself, called as a runtime would.
 */
export class FlannelNode {
  readonly folder = mkdtempSync(join(tmpdir(), 'flannel-'));
  readonly dataDir = join(this.folder, 'scratch');
  readonly subnetFile = join(this.folder, 'subnet.env');
  /** Every call of a delegate, in order. */
  readonly calls: DelegateCall[] = [];
  /** Decides what a call throws; by default nothing. */
  refuse: (call: DelegateCall) => Error | undefined = () => undefined;
  /** Real delegation in place of delegates that only note what they are asked. */
  delegatesOn: ((host: Omit<Host, 'delegates'>) => Delegates) | undefined;
  /** The networks HNS has; `undefined` when HNS cannot be reached. */
  hnsNetworks: readonly JsonObject[] | undefined;
  /** What opening HNS throws when there are none. */
  hnsFailure: Error = new CniError({ code: 100, msg: 'no HNS here' });

  constructor() {
    this.writeSubnetEnv(IPV4_ENV);
  }

  writeSubnetEnv(text: string): void {
    writeFileSync(this.subnetFile, text);
  }

  removeSubnetEnv(): void {
    rmSync(this.subnetFile);
  }

  /** The scratch files by name. */
  scratch(): Record<string, string> {
    const names = existsSync(this.dataDir) ? readdirSync(this.dataDir).sort() : [];
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(this.dataDir, name), 'utf8')]));
  }

  writeScratch(name: string, content: string | JsonObject): void {
    mkdirSync(this.dataDir, { recursive: true });
    writeFileSync(join(this.dataDir, name), typeof content === 'string' ? content : JSON.stringify(content));
  }

  /** The commands delegates were given since the last time, with the type and the interface: `ADD win-bridge eth0`. */
  takeCalls(): string[] {
    return this.calls
      .splice(0)
      .map(({ command, config, parameters }) => `${command} ${config.type} ${parameters.ifName}`.trimEnd());
  }

  run(command: Command, { config = {}, ...given }: FlannelRequest = {}): Promise<AnyResult | undefined> {
    const attachment = { containerId: 'c1', netns: 'none', ifName: 'eth0' };
    const none = { containerId: '', netns: '', ifName: '' };
    const own = command === 'GC' || command === 'STATUS' ? none : attachment;
    const parameters = { command, args: '', path: '/opt/cni/bin', ...own, ...given };
    return invoke(flannel, { ...this.configuration(), ...config }, parameters, this.host());
  }

  /** The error a request ends with. */
  async failure(command: Command, request: FlannelRequest = {}): Promise<CniError> {
    const failure: unknown = await this.run(command, request).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure instanceof CniError) return failure;
    throw failure ?? new Error(`${command} succeeded`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private configuration(): JsonObject {
    return {
      cniVersion: '1.1.0',
      name: 'cbr0',
      type: 'flannel',
      subnetFile: this.subnetFile,
      dataDir: this.dataDir,
      delegate: { type: 'win-bridge' },
    };
  }

  private host(): Host {
    const unused = () => {
      throw new Error('flannel has no use for this');
    };
    const host: Omit<Host, 'delegates'> = {
      platform: process.platform,
      environment: {},
      files: realFiles,
      locks: { hold: unused },
      processes: realProcesses(() => {}),
      log: { warn: unused },
      hns: async () => this.hns(),
    };
    return { ...host, delegates: this.delegatesOn?.(host) ?? this.delegates() };
  }

  private delegates(): Delegates {
    const call =
      (command: Command) =>
      async ({ config }: Delegate, parameters: Parameters) => {
        const made = { command, config, parameters };
        this.calls.push(made);
        const refusal = this.refuse(made);
        if (refusal !== undefined) throw refusal;
      };
    return {
      add: async (delegate, parameters) => {
        await call('ADD')(delegate, parameters);
        return { cniVersion: '1.0.0', ips: [{ address: '10.244.3.9/24' }] };
      },
      check: call('CHECK'),
      del: call('DEL'),
      gc: call('GC'),
      status: call('STATUS'),
    };
  }

  private hns(): HcnDriver {
    const networks = this.hnsNetworks;
    if (networks === undefined) throw this.hnsFailure;
    return new HcnDriver(new SimulatedHns({ networks }).api());
  }
}

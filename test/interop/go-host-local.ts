import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { buildGoHostLocal } from '../../conformance/go/go-host-local.ts';
import { hasProgram } from '../../conformance/windows/machine/debian.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import type { Command } from '../../lib/cni/parameters.ts';
import type { Call } from '../ipam/host-local/node.ts';

/** Why the Go plugin cannot be had here; `undefined` when it can. */
export function whyNoGo(): string | undefined {
  if (process.platform !== 'linux') return 'the locks are watched through /proc/locks';
  return hasProgram('go') ? undefined : 'go is not installed';
}

const binFolder = whyNoGo() === undefined ? await buildGoHostLocal() : '';
/** GO_HOST_LOCAL is the path of another one: an older version, say. */
const executable = process.env.GO_HOST_LOCAL ?? join(binFolder, 'host-local');

/** What the Go plugin answered. */
export interface GoAnswer {
  readonly exitCode: number | null;
  readonly document: { readonly ips?: readonly { readonly address: string }[]; readonly msg?: string };
}

/** Runs the Go plugin to its end. */
export function goHostLocal(command: Command, config: JsonObject, call: Call = {}): GoAnswer {
  const { status, stdout } = spawnSync(executable, {
    env: environment(command, call),
    input: JSON.stringify(config),
    encoding: 'utf8',
  });
  return { exitCode: status, document: stdout === '' ? {} : JSON.parse(stdout) };
}

/** ADD by the Go plugin, answering the addresses without their prefix lengths. */
export function goAddresses(config: JsonObject, call: Call = {}): string[] {
  const { document } = goHostLocal('ADD', config, call);
  if (document.ips === undefined) throw new Error(document.msg);
  return document.ips.map(({ address }) => address.replace(/\/\d+$/, ''));
}

/** ADD by the Go plugin beside whatever else goes on; answers the address. */
export async function goAddressMeanwhile(config: JsonObject, containerId: string): Promise<string> {
  const child = spawn(executable, {
    env: environment('ADD', { containerId }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(config));
  const { ips } = (await json(child.stdout)) as { ips: readonly { readonly address: string }[] };
  return ips[0]?.address.replace(/\/\d+$/, '') ?? 'none';
}

/** Starts an ADD by the Go plugin and does not wait; files in `folder` are its standard input and output. */
export function startGoAdd(config: JsonObject, folder: string): ChildProcess {
  const input = join(folder, 'stdin');
  writeFileSync(input, JSON.stringify(config));
  return spawn(executable, {
    env: environment('ADD', { containerId: 'go' }),
    stdio: [openSync(input, 'r'), openSync(join(folder, 'stdout'), 'w'), 'inherit'],
  });
}

/** Waits, blocking this thread, until the kernel lists the process as one that holds or waits for a file lock. */
export function untilLocks({ pid }: ChildProcess, state: 'held' | 'awaited'): void {
  const deadline = performance.now() + 10_000;
  const pattern = new RegExp(`: ${state === 'awaited' ? '-> ' : ''}FLOCK .* ${pid} `);
  const never = new Int32Array(new SharedArrayBuffer(4));
  while (!pattern.test(readFileSync('/proc/locks', 'utf8'))) {
    if (performance.now() > deadline)
      throw new Error(`the lock was not ${state} by process ${pid} within 10 s`);
    Atomics.wait(never, 0, 0, 2);
  }
}

function environment(command: Command, { containerId = 'c1', ifName = 'eth0', args = '' }: Call) {
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: containerId,
    CNI_NETNS: '/none',
    CNI_IFNAME: ifName,
    CNI_ARGS: args,
    CNI_PATH: binFolder,
  };
}

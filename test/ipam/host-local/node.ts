import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { hostLocal } from '../../../ipam/host-local/plugin.ts';
import { invoke } from '../../../lib/cni/invoke.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import type { Attachment, Command } from '../../../lib/cni/parameters.ts';
import type { Result } from '../../../lib/cni/result.ts';
import type { Files } from '../../../lib/host/files.ts';
import type { Host } from '../../../lib/host/host.ts';
import type { Locks } from '../../../lib/host/locks.ts';
import { realFiles } from '../../../lib/host/real-files.ts';
import { realLocks } from '../../../lib/host/real-locks.ts';

/** How a node differs from one that is healthy and runs what the tests run on. */
export interface NodeOptions {
  readonly platform?: NodeJS.Platform;
  readonly files?: Files;
  readonly locks?: Locks;
}

/** What a call may carry beside the configuration. */
export interface Call extends Partial<Attachment> {
  readonly args?: string;
}

/** A node with a folder of its own, real files and real locks, on which host-local is called as a runtime would. */
export class TestNode {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'host-local-'));
  readonly warnings: string[] = [];
  readonly #host: Host;

  constructor({ platform = 'linux', files = realFiles, locks = realLocks() }: NodeOptions = {}) {
    onTestFinished(() => rmSync(this.dataDir, { recursive: true, force: true }));
    const notHere = (): never => {
      throw new Error('host-local has no business here');
    };
    this.#host = {
      platform,
      environment: {},
      files: platform === 'win32' ? withUnixPaths(files) : files,
      locks: { hold: (path, critical) => locks.hold(unixPath(path), critical) },
      processes: { run: notHere },
      delegates: { add: notHere, check: notHere, del: notHere, gc: notHere, status: notHere },
      log: { warn: (phrase) => void this.warnings.push(phrase) },
      hns: notHere,
    };
  }

  /** The configuration of network `pods` with these ipam keys. */
  config(ipam: JsonObject, rest: JsonObject = {}): JsonObject {
    return {
      cniVersion: '1.1.0',
      name: 'pods',
      ipam: { type: 'host-local', dataDir: this.dataDir, ...ipam },
      ...rest,
    };
  }

  async add(config: JsonObject, call: Call = {}): Promise<Result> {
    return (await this.#call('ADD', config, call)) as Result;
  }

  /** ADD, answering the addresses without their prefix lengths. */
  async addresses(config: JsonObject, call: Call = {}): Promise<string[]> {
    const { ips = [] } = await this.add(config, call);
    return ips.map(({ address }) => address.replace(/\/\d+$/, ''));
  }

  async check(config: JsonObject, call: Call = {}): Promise<void> {
    await this.#call('CHECK', config, call);
  }

  async del(config: JsonObject, call: Call = {}): Promise<void> {
    await this.#call('DEL', config, call);
  }

  async gc(config: JsonObject, valid?: readonly Attachment[]): Promise<void> {
    const list = valid?.map(({ containerId, ifName }) => ({ containerID: containerId, ifname: ifName }));
    await this.#call('GC', { ...config, ...(list && { 'cni.dev/valid-attachments': list }) }, {});
  }

  async status(config: JsonObject): Promise<void> {
    await this.#call('STATUS', config, {});
  }

  /** Files of network `pods` by name, with their content; without the lock. */
  disk(): Record<string, string> {
    const folder = join(this.dataDir, 'pods');
    const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    const contents = names.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]);
    return Object.fromEntries(contents.filter(([name]) => name !== 'lock'));
  }

  /** Puts a file into the folder of network `pods`. */
  put(name: string, content: string): void {
    realFiles.makeFolder(join(this.dataDir, 'pods'), 0o755);
    writeFileSync(join(this.dataDir, 'pods', name), content);
  }

  #call(command: Command, config: JsonObject, { containerId = 'c1', ifName = 'eth0', args = '' }: Call) {
    const parameters = { command, containerId, ifName, args, netns: 'none', path: '' };
    return invoke(hostLocal, config, parameters, this.#host);
  }
}

/** Files whose Nth call fails, counting only the calls `which` picks. */
export function failingFiles(nth: number, which: (call: string, path: string) => boolean): Files {
  let calls = 0;
  const guarded = <Args extends [string, ...unknown[]], Value>(
    name: string,
    call: (...args: Args) => Value,
  ) => {
    return (...args: Args): Value => {
      if (which(name, args[0])) calls += 1;
      if (calls === nth && which(name, args[0])) {
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      }
      return call(...args);
    };
  };
  return {
    read: guarded('read', realFiles.read),
    list: guarded('list', realFiles.list),
    create: guarded('create', realFiles.create),
    replace: guarded('replace', realFiles.replace),
    replaceUnflushed: guarded('replaceUnflushed', realFiles.replaceUnflushed),
    replaceHint: guarded('replaceHint', realFiles.replaceHint),
    remove: guarded('remove', realFiles.remove),
    makeFolder: guarded('makeFolder', realFiles.makeFolder),
    identity: guarded('identity', realFiles.identity),
    exists: guarded('exists', realFiles.exists),
    overwrite: guarded('overwrite', realFiles.overwrite),
    times: guarded('times', realFiles.times),
    mark: guarded('mark', realFiles.mark),
    bootMark: realFiles.bootMark,
  };
}

/** Files of a process that is killed after its Nth call: from then on nothing of what it does has an effect. */
export function filesUntilDeath(nth: number): Files {
  let calls = 0;
  return new Proxy(realFiles, {
    get(of, key) {
      const member: unknown = Reflect.get(of, key);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        calls += 1;
        if (calls > nth) throw new Error('killed');
        return Reflect.apply(member, of, args);
      };
    },
  });
}

/** The content of a lease file. */
export function lease(containerId: string, ifName = 'eth0'): string {
  return `${containerId}\r\n${ifName}`;
}

function withUnixPaths(files: Files): Files {
  return {
    read: (path) => files.read(unixPath(path)),
    list: (path) => files.list(unixPath(path)),
    create: (path, text) => files.create(unixPath(path), text),
    replace: (path, text) => files.replace(unixPath(path), text),
    replaceUnflushed: (path, text) => files.replaceUnflushed(unixPath(path), text),
    replaceHint: (path, text) => files.replaceHint(unixPath(path), text),
    remove: (path) => files.remove(unixPath(path)),
    makeFolder: (path, mode) => files.makeFolder(unixPath(path), mode),
    identity: (path) => files.identity(unixPath(path)),
    exists: (path) => files.exists(unixPath(path)),
    overwrite: (path, pieces) => files.overwrite(unixPath(path), pieces),
    times: (path) => files.times(unixPath(path)),
    mark: (path) => files.mark(unixPath(path)),
    bootMark: () => files.bootMark(),
  };
}

function unixPath(path: string): string {
  return path.replaceAll('\\', '/');
}

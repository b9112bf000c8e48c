import { copyFileSync, existsSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freeAddresses } from '../../ipam/host-local/allocator.ts';
import { leaseAddress } from '../../ipam/host-local/lease.ts';
import { readRangeSets } from '../../ipam/host-local/range-sets.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import type { Files } from '../../lib/host/files.ts';
import { realFiles } from '../../lib/host/real-files.ts';
import { formatAddress, parseAddress } from '../../lib/ip/address.ts';
import { countedFiles, crowdedNode, indexOf, LARGE } from '../ipam/host-local/many-leases.ts';
import { filesUntilDeath, lease, type TestNode } from '../ipam/host-local/node.ts';
import { goAddressMeanwhile, goHostLocal, whyNoGo } from './go-host-local.ts';

const missing = whyNoGo();

/** How many runs, each with other chances; more of them than CI has time for with INTERLEAVINGS=100. */
const RUNS = Number(process.env.INTERLEAVINGS ?? 3);
const STEPS = 120;

const SETS = readRangeSets({ name: 'pods', ipam: LARGE }, '1.1.0');

describe.skipIf(missing !== undefined)(
  `many leases shared with the Go host-local${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    test.each(Array.from({ length: RUNS }, (_, index) => index + 1))(
      'whoever did what before, every answer is right (run %i)',
      async (run) => {
        const node = new SharedNode(chance(run));
        for (let step = 0; step < STEPS; step += 1) await node.step();
        await node.releaseAll();
        // Otherwise this would have tried nothing.
        expect(node.answersByIndex).toBeGreaterThan(STEPS / 5);
        expect(node.answersByReadingAll).toBeGreaterThan(STEPS / 20);
      },
      60_000,
    );

    test('no address is given twice and none is forgotten while both allocate at once', async () => {
      const node = crowdedNode();
      const config = { ...node.config({ subnet: '10.1.0.0/22' }), cniVersion: '0.4.0' };
      await node.del(config, { containerId: 'none' });
      const others = Array.from({ length: 8 }, (_, index) => goAddressMeanwhile(config, `go${index}`));
      const ours = await Promise.all(
        Array.from({ length: 8 }, (_, index) => node.addresses(config, { containerId: `ours${index}` })),
      );
      expect(new Set([...ours.flat(), ...(await Promise.all(others))]).size).toBe(16);
      for (let index = 0; index < 8; index += 1) {
        for (const name of ['go', 'ours']) await node.del(config, { containerId: `${name}${index}` });
      }
      expect(Object.values(node.disk()).filter((content) => /^(go|ours)/.test(content))).toEqual([]);
    });
  },
);

type Disk = Readonly<Record<string, string>>;

/** A folder that ours, the Go plugin, an operator and chance change in turn. Each answer of ours is compared with the files. */
class SharedNode {
  answersByIndex = 0;
  answersByReadingAll = 0;
  readonly #chance: () => number;
  #files: Files = realFiles;
  readonly #counted = countedFiles(
    new Proxy(realFiles, { get: (_, name) => Reflect.get(this.#files, name) }),
  );
  readonly #node: TestNode = crowdedNode({ files: this.#counted });
  readonly #config = this.#node.config(LARGE);
  readonly #history: string[] = [];

  constructor(chance: () => number) {
    this.#chance = chance;
  }

  async step(): Promise<void> {
    const attachment = this.#attachment();
    const steps: readonly (readonly [weight: number, name: string, act: () => unknown])[] = [
      [8, 'add', () => this.#add(attachment)],
      [3, 'add requested', () => this.#addRequested(attachment)],
      [8, 'del', () => this.#del(attachment)],
      [4, 'check', () => this.#check(attachment)],
      [2, 'status', () => this.#node.status(this.#config)],
      [1, 'gc', () => this.#gc()],
      [2, 'go add', () => this.#go('ADD', attachment)],
      [1, 'go add requested', () => this.#go('ADD', attachment, `IP=${this.#address()}`)],
      [2, 'go del', () => this.#go('DEL', attachment)],
      [1, 'go check', () => this.#go('CHECK', attachment)],
      [1, 'remove a lease', () => this.#removeAny()],
      [1, 'old format', () => this.#renameOver(`${attachment.containerId}\n`)],
      [1, 'rename over', () => this.#renameOver(contentOf(attachment))],
      [1, 'torn', () => this.#node.put(this.#freeAddress(), '')],
      [2, 'add, killed', () => this.#killed(attachment, () => this.#node.add(this.#config, attachment))],
      [2, 'del, killed', () => this.#killed(attachment, () => this.#node.del(this.#config, attachment))],
      [1, 'index', () => this.#damageIndex()],
    ];
    const drawn = steps.flatMap((step) => Array.from({ length: step[0] }, () => step));
    const [, name = '', act] = drawn[Math.floor(this.#chance() * drawn.length)] ?? [];
    this.#history.push(`${name} ${attachment.containerId}/${attachment.ifName}`);
    this.#counted.reset();
    await act?.();
    if (!/^(add|del|check)/.test(name) || name.includes('killed')) return;
    if (this.#counted.calls.has('list')) this.answersByReadingAll += 1;
    else this.answersByIndex += 1;
  }

  async releaseAll(): Promise<void> {
    // A lease in the old format goes when its container has none of the new one any more.
    for (const ifName of [...INTERFACES, 'eth0']) {
      for (const containerId of CONTAINERS) await this.#del({ containerId, ifName });
    }
    for (const content of Object.values(this.#disk())) expect(content, this.#story()).not.toMatch(/^pod/);
  }

  async #add(attachment: Attachment): Promise<void> {
    const before = this.#disk();
    const answer = await this.#node.addresses(this.#config, attachment).catch(codeOf);
    const after = this.#disk();
    if (holds(before, attachment)) {
      expect(answer, this.#story()).toBe(112);
      expect(after, this.#story()).toEqual(withoutTorn(before, after));
      return;
    }
    expect(answer, this.#story()).toEqual(nextFree(before));
    const gained = (answer as string[]).map((address) => [address, contentOf(attachment)]);
    expect(after, this.#story()).toEqual({ ...withoutTorn(before, after), ...Object.fromEntries(gained) });
  }

  async #addRequested(attachment: Attachment): Promise<void> {
    const before = this.#disk();
    const address = this.#address();
    const answer = await this.#node
      .addresses(this.#config, { ...attachment, args: `IP=${address}` })
      .catch(codeOf);
    if (holds(before, attachment)) return expect(answer, this.#story()).toBe(112);
    if (before[address]?.trim()) return expect(answer, this.#story()).toBe(111);
    expect(answer, this.#story()).toEqual([address, nextFree(before)[1]]);
    expect(this.#disk()[address], this.#story()).toBe(contentOf(attachment));
  }

  async #del(attachment: Attachment): Promise<void> {
    const before = this.#disk();
    await this.#node.del(this.#config, attachment);
    const after = this.#disk();
    const released = releasedBy(before, attachment);
    const kept = Object.entries(before).filter(([name]) => !released.includes(name));
    expect(after, this.#story()).toEqual(withoutTorn(Object.fromEntries(kept), after));
  }

  async #check(attachment: Attachment): Promise<void> {
    const answer = await this.#node.check(this.#config, attachment).then(() => 0, codeOf);
    expect(answer, this.#story()).toBe(releasedBy(this.#disk(), attachment).length > 0 ? 0 : 113);
  }

  /** Keeps about every second of the pods, and all others. */
  async #gc(): Promise<void> {
    const before = this.#disk();
    const contents = [...new Set(Object.values(before).filter((content) => content.includes('\r\n')))];
    const valid = contents.filter((content) => !content.startsWith('pod') || this.#chance() < 0.5);
    const attachments = valid.map((content) => {
      const [containerId = '', ifName = ''] = content.split('\r\n');
      return { containerId, ifName };
    });
    await this.#node.gc(this.#config, attachments);
    const containers = attachments.map(({ containerId }) => containerId);
    const kept = Object.entries(before).filter(
      ([, content]) => valid.includes(content) || containers.includes(content.trim()),
    );
    const leases = Object.entries(this.#disk()).filter(([name]) => !name.startsWith('last_reserved'));
    expect(Object.fromEntries(leases), this.#story()).toEqual(Object.fromEntries(kept));
  }

  /** What the Go plugin answers is not looked at, nor what it does to leases of the attachment. */
  #go(command: 'ADD' | 'DEL' | 'CHECK', attachment: Attachment, args = ''): void {
    const before = this.#disk();
    const config = { ...this.#config, cniVersion: '0.4.0' }; // which the oldest of them know
    const { exitCode, document } = goHostLocal(command, config, { ...attachment, args });
    if (exitCode !== 0) expect(document.msg, this.#story()).toMatch(GO_REFUSALS);
    this.#expectOthersAsIn(before, attachment);
  }

  async #killed(attachment: Attachment, run: () => Promise<unknown>): Promise<void> {
    const before = this.#disk();
    this.#files = filesUntilDeath(1 + Math.floor(this.#chance() * 20));
    await run().catch(() => undefined);
    this.#files = realFiles;
    this.#expectOthersAsIn(before, attachment);
  }

  #expectOthersAsIn(before: Disk, { containerId }: Attachment): void {
    const isOther = ([name, content]: [string, string]) =>
      leaseAddress(name, 'linux') !== undefined && content.trim() !== '' && !content.startsWith(containerId);
    const others = (disk: Disk) => Object.fromEntries(Object.entries(disk).filter(isOther));
    expect(others(this.#disk()), this.#story()).toEqual(others(before));
  }

  #removeAny(): void {
    const names = Object.keys(this.#disk()).filter((name) => leaseAddress(name, 'linux') !== undefined);
    const name = names[Math.floor(this.#chance() * names.length)];
    if (name !== undefined) rmSync(join(this.#node.dataDir, 'pods', name));
  }

  #renameOver(content: string): void {
    writeFileSync(join(this.#node.dataDir, 'new'), content);
    renameSync(join(this.#node.dataDir, 'new'), join(this.#node.dataDir, 'pods', this.#address()));
  }

  #damageIndex(): void {
    const index = indexOf(this.#node);
    const older = join(this.#node.dataDir, 'older-index');
    if (!existsSync(index)) return;
    const choice = this.#chance();
    if (choice < 0.3) rmSync(index);
    else if (choice < 0.5) truncateSync(index, Math.floor(this.#chance() * 3000));
    else if (existsSync(older)) copyFileSync(older, index);
    else copyFileSync(index, older);
  }

  #attachment(): Attachment {
    const containerId = CONTAINERS[Math.floor(this.#chance() * CONTAINERS.length)] ?? '';
    return { containerId, ifName: INTERFACES[Math.floor(this.#chance() * INTERFACES.length)] ?? '' };
  }

  /** One of few, some of which have leases of others. */
  #address(): string {
    return `10.1.1.${10 + Math.floor(this.#chance() * 30)}`;
  }

  #freeAddress(): string {
    const [address = ''] = nextFree(this.#disk());
    return address;
  }

  #disk(): Disk {
    return this.#node.disk();
  }

  #story(): string {
    return this.#history.slice(-12).join(', ');
  }
}

const CONTAINERS = Array.from({ length: 10 }, (_, index) => `pod${index}`);
const INTERFACES = ['eth0', 'eth1'];

/** What the Go plugin says where it has no address to give or to find, as it should here now and then. */
const GO_REFUSALS =
  /duplicate allocation is not allowed|is not available in range set|[Ff]ailed to find address/;

function contentOf({ containerId, ifName }: Attachment): string {
  return lease(containerId, ifName);
}

function codeOf(error: { code: number }): number {
  return error.code;
}

function holds(disk: Disk, attachment: Attachment): boolean {
  return Object.values(disk).some(
    (content) => content === contentOf(attachment) || content.trim() === attachment.containerId,
  );
}

/** The names of the leases of an attachment, and if it has none, those of its container in the old format. */
function releasedBy(disk: Disk, attachment: Attachment): readonly string[] {
  const named = Object.keys(disk).filter((name) => disk[name] === contentOf(attachment));
  if (named.length > 0) return named;
  return Object.keys(disk).filter((name) => disk[name]?.trim() === attachment.containerId);
}

/** Torn files may be swept away, and are at the latest when somebody reads all leases; the hints follow the leases. */
function withoutTorn(disk: Disk, after: Disk): Disk {
  const stays = ([name, content]: [string, string]) => content.trim() !== '' || after[name] === content;
  const hints = Object.entries(after).filter(([name]) => name.startsWith('last_reserved'));
  return { ...Object.fromEntries(Object.entries(disk).filter(stays)), ...Object.fromEntries(hints) };
}

/** The next address of each set, going by the files alone. */
function nextFree(disk: Disk): string[] {
  return SETS.map((set, index) => {
    const lastReserved = parseAddress(disk[`last_reserved_ip.${index}`] ?? '');
    const isTaken = (address: Parameters<typeof formatAddress>[0]) =>
      (disk[formatAddress(address)] ?? '').trim() !== '';
    const [address] = freeAddresses(set, { isTaken, lastReserved });
    return address === undefined ? 'none' : formatAddress(address);
  });
}

/** Numbers from 0 to 1 that are the same in every run of the test. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headerText, readHeader } from '../../../ipam/host-local/index-text.ts';
import { INDEXED_FROM } from '../../../ipam/host-local/lease-index.ts';
import type { Files, FolderTimes } from '../../../lib/host/files.ts';
import { realFiles } from '../../../lib/host/real-files.ts';
import { addressOf, countedFiles, crowdedNode, indexOf, LARGE, MANY } from './many-leases.ts';
import { failingFiles, filesUntilDeath, lease, TestNode } from './node.ts';

/** More than an operation reads that finds its way by the index, far less than there are leases. */
const FEW = 8;

const prevResult = { cniVersion: '1.1.0', ips: [{ address: '10.1.0.9/22' }] };

describe('with many leases', () => {
  test.each([
    { operation: 'ADD', run: (node: TestNode) => node.add(node.config(LARGE), { containerId: 'new' }) },
    {
      operation: 'a requested ADD',
      run: (node: TestNode) => node.add(node.config(LARGE), { containerId: 'new', args: 'IP=10.1.3.7' }),
    },
    {
      operation: 'an ADD that is refused',
      run: (node: TestNode) =>
        expect(node.add(node.config(LARGE), { containerId: 'c7' })).rejects.toMatchObject({ code: 112 }),
    },
    { operation: 'DEL', run: (node: TestNode) => node.del(node.config(LARGE), { containerId: 'c7' }) },
    {
      operation: 'DEL of what is gone',
      run: (node: TestNode) => node.del(node.config(LARGE), { containerId: 'gone' }),
    },
    { operation: 'CHECK', run: (node: TestNode) => node.check(node.config(LARGE), { containerId: 'c7' }) },
    {
      operation: 'CHECK with a previous result',
      run: (node: TestNode) => node.check(node.config(LARGE, { prevResult }), { containerId: 'c7' }),
    },
    { operation: 'STATUS', run: (node: TestNode) => node.status(node.config(LARGE)) },
  ])('$operation reads a few files and lists none, again and again', async ({ run }) => {
    const files = countedFiles();
    const node = crowdedNode({ files });
    await node.del(node.config(LARGE), { containerId: 'none' }); // makes the index
    await run(node);
    files.reset();
    await node.del(node.config(LARGE), { containerId: 'new' });
    await run(node);
    expect(files.calls.get('read')).toBeLessThan(2 * FEW);
    expect(files.calls.get('list')).toBeUndefined();
  });

  test('a container that comes and goes leaves no trail that others have to follow', async () => {
    const files = countedFiles();
    const node = crowdedNode({ files });
    await node.del(node.config(LARGE), { containerId: 'none' });
    for (let round = 0; round < 2 * FEW; round += 1) {
      files.reset();
      await node.add(node.config(LARGE), { containerId: 'c7', ifName: 'eth1' });
      await node.del(node.config(LARGE), { containerId: 'c7', ifName: 'eth1' });
      expect(files.calls.get('read')).toBeLessThan(2 * FEW);
      expect(Object.values(node.disk())).not.toContain(lease('c7', 'eth1'));
    }
    await expect(node.add(node.config(LARGE), { containerId: 'c7' })).rejects.toMatchObject({ code: 112 });
    await node.del(node.config(LARGE), { containerId: 'c7' });
    expect(Object.values(node.disk())).not.toContain(lease('c7'));
  });

  test('GC reads them all, as it is what finds leases that were lost', async () => {
    const files = countedFiles();
    const node = crowdedNode({ files });
    const valid = [{ containerId: 'c7', ifName: 'eth0' }];
    await node.gc(node.config(LARGE), valid);
    expect(Object.keys(node.disk())).toEqual([addressOf(7), 'last_reserved_ip.0']);
  });

  test('an exhausted range is refused after one listing', async () => {
    const files = countedFiles();
    const leases = 1021; // all of 10.1.0.0/22
    const node = crowdedNode({ files, leases });
    const full = node.config({ subnet: '10.1.0.0/22' });
    await node.del(full, { containerId: 'none' });
    files.reset();
    await expect(node.add(full, { containerId: 'new' })).rejects.toMatchObject({ code: 110 });
    expect(files.calls.get('list')).toBe(1);
    expect(files.calls.get('read')).toBeLessThan(FEW);
    await node.del(full, { containerId: 'c500' });
    expect(await node.addresses(full, { containerId: 'new' })).toEqual([addressOf(500)]);
  });

  test('names of IPv6 leases are found as Windows has them', async () => {
    const node = crowdedNode({ platform: 'win32' });
    const config = node.config(LARGE);
    await node.del(config, { containerId: 'none' });
    expect(await node.addresses(config, { containerId: 'new' })).toEqual([addressOf(MANY), 'fd00::2']);
    await expect(node.add(config, { containerId: 'new' })).rejects.toMatchObject({ code: 112 });
    expect(node.disk().fd00__2).toBe(lease('new'));
    await node.del(config, { containerId: 'new' });
    expect(Object.values(node.disk())).not.toContain(lease('new'));
  });
});

describe('the index', () => {
  test.each([
    { leases: INDEXED_FROM - 1, beside: ['pods'] },
    { leases: INDEXED_FROM, beside: ['.pods.lease-index', 'pods'] },
  ])('with $leases leases the data folder has $beside', async ({ leases, beside }) => {
    const node = new TestNode();
    for (let index = 0; index < leases; index += 1) node.put(addressOf(index), lease(`c${index}`));
    await node.del(node.config(LARGE), { containerId: 'none' });
    expect(readdirSync(node.dataDir)).toEqual(beside);
  });

  test('is removed when GC leaves few leases', async () => {
    const node = crowdedNode();
    await node.del(node.config(LARGE), { containerId: 'none' });
    await node.gc(node.config(LARGE), []);
    expect(readdirSync(node.dataDir)).toEqual(['pods']);
  });

  test('leaves nothing in the folder of the leases', async () => {
    const node = crowdedNode();
    const before = node.disk();
    await node.del(node.config(LARGE), { containerId: 'none' });
    expect(node.disk()).toEqual(before);
  });

  test.each([
    { what: 'a lease that cannot be read', name: '10.1.3.1', content: lease('c1'), failing: 'read' },
    { what: 'a torn file that cannot be removed', name: '10.1.3.1', content: '', failing: 'remove' },
    { what: 'an address written in an unusual way', name: 'FD00::1', content: lease('c1'), failing: '' },
  ])('is not made over $what', async ({ name, content, failing: failed }) => {
    const failing = failingFiles(1, (call, path) => call === failed && path.endsWith(name));
    const node = crowdedNode({ files: failing });
    node.put(name, content);
    await node.del(node.config(LARGE), { containerId: 'none' });
    expect(existsSync(indexOf(node))).toBe(false);
  });

  test.each([
    { where: 'folders have coarse times', files: { ...realFiles, mark: () => undefined } },
    { where: 'folders have no times of changes', files: withTimesThatStay() },
    { where: 'the start of the machine is not known', files: { ...realFiles, bootMark: () => undefined } },
  ])('is not made where $where', async ({ files }) => {
    const node = crowdedNode({ files });
    await node.del(node.config(LARGE), { containerId: 'none' });
    expect(existsSync(indexOf(node))).toBe(false);
    expect(await node.addresses(node.config(LARGE), { containerId: 'new' })).toHaveLength(2);
  });

  test('is made anew from the leases after many changes', async () => {
    const files = countedFiles();
    const node = crowdedNode({ files });
    const config = node.config(LARGE);
    await node.del(config, { containerId: 'none' });
    const text = readFileSync(indexOf(node), 'utf8');
    const header = readHeader(text);
    if (header === undefined) throw new Error(text);
    const last = headerText({ ...header, changesLeft: 1 });
    writeFileSync(indexOf(node), last + text.slice(last.length));
    const listings: (number | undefined)[] = [];
    for (const containerId of ['c1', 'c2', 'c3']) {
      files.reset();
      await node.del(config, { containerId });
      listings.push(files.calls.get('list'));
    }
    expect(listings).toEqual([undefined, 1, undefined]);
    expect(readHeader(readFileSync(indexOf(node), 'utf8'))?.changesLeft).toBeGreaterThan(900);
  });
});

/** As on a system whose clock ticks so seldom that all changes happen at one time. */
const slowClock: Files = {
  ...realFiles,
  times: (path) => withChangeAt(0n, realFiles.times(path)),
  mark: (folder) => withChangeAt(0n, realFiles.mark(folder)),
};

function withChangeAt(changed: bigint, times: FolderTimes | undefined): FolderTimes | undefined {
  return times && { ...times, changed };
}

/** What may happen between two operations. Each row gives container `c1` a lease at 10.1.3.1 that the index has not. */
const happenings: readonly { what: string; happen: (node: TestNode) => unknown }[] = [
  { what: 'a lease was added', happen: (node) => node.put('10.1.3.1', lease('c1')) },
  {
    what: 'a lease was removed and its address given to another',
    happen: (node) => {
      rmSync(join(node.dataDir, 'pods', addressOf(5)));
      node.put(addressOf(5), lease('c1'));
    },
  },
  {
    what: 'a lease was replaced by a rename',
    happen: (node) => {
      writeFileSync(join(node.dataDir, 'new'), lease('c1'));
      renameSync(join(node.dataDir, 'new'), join(node.dataDir, 'pods', addressOf(5)));
    },
  },
  {
    what: 'a lease was added in the old format, and all of the new one were removed',
    happen: (node) => {
      rmSync(join(node.dataDir, 'pods', addressOf(1)));
      node.put('10.1.3.1', 'c1\n');
    },
  },
  {
    what: 'a lease was added and the modification time put back',
    happen: (node) => {
      const folder = join(node.dataDir, 'pods');
      const reference = join(node.dataDir, 'reference');
      execFileSync('touch', ['-r', folder, reference]);
      node.put('10.1.3.1', lease('c1'));
      execFileSync('touch', ['-r', reference, folder]);
    },
  },
  {
    what: 'the folder was replaced by a copy of it that another program changed',
    happen: (node) => {
      const folder = join(node.dataDir, 'pods');
      cpSync(folder, join(node.dataDir, 'copy'), { recursive: true, preserveTimestamps: true });
      rmSync(folder, { recursive: true });
      renameSync(join(node.dataDir, 'copy'), folder);
      node.put('10.1.3.1', lease('c1'));
    },
  },
  {
    what: 'an older index was put in the place of the true one',
    happen: async (node) => {
      const older = readFileSync(indexOf(node));
      await node.del(node.config(LARGE), { containerId: 'c1' });
      await node.add(node.config(LARGE), { containerId: 'c1', args: 'IP=10.1.3.1' });
      writeFileSync(indexOf(node), older);
    },
  },
  {
    what: 'the machine lost power after a lease was flushed, but not the time of its folder',
    happen: (node) => afterRestart(node, () => node.put('10.1.3.1', lease('c1'))),
  },
];

/** As a file system without an order between a folder's entries and its time may leave it. */
function afterRestart(node: TestNode, change: () => void): void {
  const header = readHeader(readFileSync(indexOf(node), 'utf8'));
  const rest = readFileSync(indexOf(node), 'utf8').slice(128);
  change();
  const times = realFiles.mark(join(node.dataDir, 'pods'));
  if (header === undefined || times === undefined) throw new Error('no index');
  const boot = '01234567-89ab-cdef-0123-456789abcdef';
  writeFileSync(indexOf(node), headerText({ ...header, ...times, boot }) + rest);
}

describe('when between two operations', () => {
  test.each(happenings)('$what, DEL releases it', async ({ happen }) => {
    const node = await indexedNode();
    await happen(node);
    await node.del(node.config(LARGE), { containerId: 'c1' });
    const left = Object.values(node.disk());
    expect(left).not.toContain(lease('c1'));
    expect(left).not.toContain('c1\n');
  });

  test.each(happenings)('$what, ADD sees that the container has an address', async ({ happen }) => {
    const node = await indexedNode();
    await node.del(node.config(LARGE), { containerId: 'c1' });
    node.put(addressOf(1), lease('other'));
    await happen(node);
    await expect(node.add(node.config(LARGE), { containerId: 'c1' })).rejects.toMatchObject({ code: 112 });
  });

  test('a lease was added before the clock ticked, DEL releases it', async () => {
    const node = await indexedNode(slowClock);
    node.put('10.1.3.1', lease('c1'));
    await node.del(node.config(LARGE), { containerId: 'c1' });
    expect(Object.values(node.disk())).not.toContain(lease('c1'));
  });

  test.each([
    { what: 'was removed', damage: (path: string) => rmSync(path) },
    { what: 'was cut short', damage: (path: string) => truncateSync(path, 500) },
    { what: 'lost its lines', damage: (path: string) => truncateSync(path, 128) },
    { what: 'was cut within its header', damage: (path: string) => truncateSync(path, 60) },
    { what: 'was emptied', damage: (path: string) => truncateSync(path, 0) },
    { what: 'was filled with NULs', damage: (path: string) => writeFileSync(path, '\0'.repeat(5000)) },
    {
      what: 'lost the block after its header',
      damage: (path: string) =>
        writeFileSync(path, readFileSync(path, 'utf8').replace(/\n[\s\S]{3000}/, '\n')),
    },
    { what: 'was replaced by other text', damage: (path: string) => writeFileSync(path, 'something else') },
    {
      what: 'was replaced by a folder',
      damage: (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
    },
  ])('the index $what, DEL releases what the attachment has', async ({ damage }) => {
    const node = await indexedNode();
    damage(indexOf(node));
    await node.del(node.config(LARGE), { containerId: 'c250' });
    expect(Object.values(node.disk())).not.toContain(lease('c250'));
    await node.add(node.config(LARGE), { containerId: 'c250' });
    await node.del(node.config(LARGE), { containerId: 'c250' });
    expect(Object.values(node.disk())).not.toContain(lease('c250'));
  });

  test('a lease was changed in place, DEL of whose it was leaves it alone', async () => {
    const node = await indexedNode();
    node.put(addressOf(5), lease('c9'));
    await node.del(node.config(LARGE), { containerId: 'c5' });
    expect(node.disk()[addressOf(5)]).toBe(lease('c9'));
  });

  test('a lease was changed in place, DEL releases it if the previous result has it', async () => {
    const node = await indexedNode();
    node.put('10.1.0.9', lease('x1'));
    await node.del(node.config(LARGE, { prevResult }), { containerId: 'x1' });
    expect(node.disk()['10.1.0.9']).toBeUndefined();
  });

  test('a lease was removed, its container gets another', async () => {
    const node = await indexedNode();
    rmSync(join(node.dataDir, 'pods', addressOf(5)));
    expect(await node.addresses(node.config(LARGE), { containerId: 'c5' })).toHaveLength(2);
  });
});

describe('when the index cannot be written', () => {
  test.each([
    { call: 'mark', when: 'it is made' },
    { call: 'replaceHint', when: 'it is made' },
    { call: 'mark', when: 'it is extended' },
    { call: 'overwrite', when: 'it is extended' },
    { call: 'times', when: 'it is compared' },
  ] as const)('because $call fails when $when, operations go on', async ({ call, when }) => {
    let files: Files = realFiles;
    const node = crowdedNode({ files: new Proxy(realFiles, { get: (_, name) => Reflect.get(files, name) }) });
    const config = node.config(LARGE);
    if (when !== 'it is made') await node.del(config, { containerId: 'none' });
    files = failingFiles(1, (name, path) => name === call && !/last_reserved|\/fd00|10\.1\.[0-9]/.test(path));
    expect(await node.addresses(config, { containerId: 'new' })).toEqual([addressOf(MANY), 'fd00::2']);
    expect(node.warnings).toEqual([expect.stringMatching(/^lease index cannot be (read|written)$/)]);
    files = realFiles;
    await expect(node.add(config, { containerId: 'new' })).rejects.toMatchObject({ code: 112 });
    await node.del(config, { containerId: 'new' });
    expect(Object.values(node.disk())).not.toContain(lease('new'));
  });
});

describe('when a plugin is killed', () => {
  /** More than ADD, DEL and STATUS make here. */
  const calls = Array.from({ length: 20 }, (_, index) => index + 1);

  test.each(calls)('after call %i to the file system, the next ones find every lease', async (call) => {
    let files: Files = realFiles;
    const node = crowdedNode({ files: new Proxy(realFiles, { get: (_, name) => Reflect.get(files, name) }) });
    const config = node.config(LARGE);
    const valid = [...containers('c', MANY), ...containers('b', 1)];
    await node.add(config, { containerId: 'a' });
    for (const { run, read = 0 } of [
      { run: () => node.add(config, { containerId: 'b' }) },
      { run: () => node.del(config, { containerId: 'a' }) },
      { run: () => node.status(config) },
      { run: () => node.gc(config, valid), read: MANY },
    ]) {
      files = filesUntilDeath(read + call);
      await run().catch(() => undefined);
      files = realFiles;
      const again = node.add(config, { containerId: 'b' });
      if (Object.values(node.disk()).includes(lease('b'))) {
        await expect(again).rejects.toMatchObject({ code: 112 });
      } else {
        expect((await again).ips).toHaveLength(2);
      }
      await node.del(config, { containerId: 'b' });
      expect(Object.values(node.disk())).not.toContain(lease('b'));
    }
    await node.del(config, { containerId: 'a' });
    const leases = Object.keys(node.disk()).filter((name) => !name.startsWith('last_reserved'));
    expect(leases).toHaveLength(MANY);
  });
});

function containers(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({ containerId: `${prefix}${index}`, ifName: 'eth0' }));
}

async function indexedNode(files: Files = realFiles): Promise<TestNode> {
  const node = crowdedNode({ files });
  await node.add(node.config(LARGE), { containerId: 'first' });
  await node.add(node.config(LARGE), { containerId: 'second' });
  expect(existsSync(indexOf(node))).toBe(true);
  return node;
}

/** As on a file system that does not give a folder another time when its entries change. */
function withTimesThatStay(): Files {
  let mark = realFiles.times('/');
  return {
    ...realFiles,
    mark(folder) {
      mark = realFiles.mark(folder);
      return mark;
    },
    times: (path) => (path.endsWith('pods') ? mark : realFiles.times(path)),
  };
}

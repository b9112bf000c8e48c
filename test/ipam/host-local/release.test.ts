import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failingFiles, lease, TestNode } from './node.ts';

const subnet = '10.1.0.0/24';
const dualStack = { ranges: [[{ subnet }], [{ subnet: 'fd00::/64' }]] };

/** The lease files among the files on disk. */
function leases(node: TestNode): string[] {
  return Object.keys(node.disk()).filter((name) => !name.startsWith('last_reserved_ip'));
}

describe('DEL', () => {
  test.each(['linux', 'win32'] as const)(
    'on %s releases every address of the attachment and of no other',
    async (platform) => {
      const node = new TestNode({ platform });
      const config = node.config(dualStack);
      await node.add(config);
      await node.add(config, { ifName: 'eth1' });
      await node.add(config, { containerId: 'c11' });
      await node.del(config);
      expect(leases(node).sort()).toEqual(
        ['10.1.0.3', '10.1.0.4', 'fd00::3', 'fd00::4'].map((name) =>
          platform === 'win32' ? name.replaceAll(':', '_') : name,
        ),
      );
      expect(node.disk()).toMatchObject({
        'last_reserved_ip.0': '10.1.0.4',
        'last_reserved_ip.1': 'fd00::4',
      });
    },
  );

  test('succeeds again and again, and makes no folder', async () => {
    const node = new TestNode();
    const config = node.config({ subnet });
    await node.del(config);
    expect(readdirSync(node.dataDir)).toEqual([]);
    await node.add(config);
    await node.del(config);
    await node.del(config);
    expect(leases(node)).toEqual([]);
  });

  test.each([
    { what: 'the ranges are gone', change: { ipam: { ranges: [] } } },
    { what: 'the subnet is broken', change: { ipam: { subnet: '10.1.0.7/24' } } },
    { what: 'the runtime leaves out ipRanges', change: { ipam: {} } },
    { what: 'the requested address is broken', change: { ipam: { subnet }, runtimeConfig: { ips: ['zz'] } } },
    { what: 'resolvConf is gone', change: { ipam: { subnet, resolvConf: '/no/such/file' } } },
    { what: 'CNI_ARGS has an unknown key', change: { ipam: { subnet } }, args: 'FOO=1' },
  ])('releases although $what', async ({ change: { ipam, ...rest }, args = '' }) => {
    const node = new TestNode();
    await node.add(node.config({ subnet }));
    await node.del(node.config(ipam, rest), { args });
    expect(leases(node)).toEqual([]);
  });

  test.each([
    { held: { '10.1.0.2': lease('c1'), '10.1.0.3': lease('c1'), '10.1.0.4': 'c1' }, left: ['10.1.0.4'] },
    { held: { '10.1.0.2': 'c1\n', '10.1.0.3': 'c1', '10.1.0.4': 'c2' }, left: ['10.1.0.4'] },
    { held: { '10.1.0.2': `${lease('c1')}\r\n`, '10.1.0.3': lease('c1', 'eth1') }, left: ['10.1.0.3'] },
  ])('takes the old format only if nothing names the interface: keeps $left', async ({ held, left }) => {
    const node = new TestNode();
    for (const [name, content] of Object.entries(held)) node.put(name, content);
    await node.del(node.config({ subnet }));
    expect(leases(node)).toEqual(left);
  });

  // The protocol takes these, as Go does: they are no white space of Unicode, whatever JavaScript says of U+FEFF
  test.each([
    { ifName: 'a\ufeffb' },
    { ifName: '\ufeffeth0' },
    { ifName: 'eth0\ufeff' },
    { ifName: 'eth\u200b0' },
  ])('finds the lease of interface $ifName again, and CHECK and GC do', async ({ ifName }) => {
    const node = new TestNode();
    const config = node.config({ subnet });
    await node.add(config, { ifName });
    await node.check(config, { ifName });
    await node.gc(config, [{ containerId: 'c1', ifName }]);
    expect(leases(node)).toEqual(['10.1.0.2']);
    await node.del(config, { ifName });
    expect(leases(node)).toEqual([]);
    await node.add(config, { ifName });
    await node.gc(config, []);
    expect(leases(node)).toEqual([]);
  });

  test('of a container whose id looks like an address leaves last_reserved_ip and lock alone', async () => {
    const node = new TestNode();
    const config = node.config({ subnet });
    await node.add(config);
    await node.del(config, { containerId: '10.1.0.2' });
    expect(node.disk()).toEqual({ '10.1.0.2': lease('c1'), 'last_reserved_ip.0': '10.1.0.2' });
  });

  test('does not look into subfolders', async () => {
    const node = new TestNode();
    const sub = join(node.dataDir, 'pods', 'old');
    mkdirSync(sub, { recursive: true });
    writeFileSync(join(sub, '10.1.0.2'), lease('c1'));
    await node.del(node.config({ subnet }));
    expect(readdirSync(sub)).toEqual(['10.1.0.2']);
  });

  test('goes on when one file cannot be removed, then reports it', async () => {
    const node = new TestNode({ files: failingFiles(1, (name) => name === 'remove') });
    await node.add(node.config(dualStack));
    await expect(node.del(node.config(dualStack))).rejects.toMatchObject({
      code: 5,
      message: 'Cannot release 1 of 2 addresses',
      details: expect.stringMatching(/Cannot remove .*(10\.1\.0\.2|fd00::2): ENOSPC/),
    });
    expect(leases(node)).toHaveLength(1);
  });
});

describe('DEL with a lease file that cannot be read', () => {
  const unreadable = () => failingFiles(1, (name, path) => name === 'read' && path.endsWith('/10.1.0.2'));

  test("succeeds when nothing says that the address was this attachment's", async () => {
    const node = new TestNode({ files: unreadable() });
    node.put('10.1.0.2', lease('c9'));
    node.put('10.1.0.3', lease('c1'));
    await node.del(node.config({ subnet }));
    expect(leases(node)).toEqual(['10.1.0.2']);
    expect(node.warnings).toEqual(['lease file cannot be read']);
  });

  test('releases the rest and fails when the previous result has the address', async () => {
    const node = new TestNode({ files: unreadable() });
    node.put('10.1.0.2', lease('c1'));
    node.put('10.1.0.3', lease('c1'));
    const prevResult = { cniVersion: '1.1.0', ips: [{ address: '10.1.0.2/24' }] };
    await expect(node.del(node.config({ subnet }, { prevResult }))).rejects.toMatchObject({
      code: 5,
      message: 'Cannot release 10.1.0.2: its lease file cannot be read',
    });
    expect(leases(node)).toEqual(['10.1.0.2']);
  });
});

describe('GC', () => {
  const valid = [
    { containerId: 'c1', ifName: 'eth0' },
    { containerId: 'c3', ifName: 'eth1' },
  ];

  test('releases what is not among the valid attachments and keeps the rest', async () => {
    const node = new TestNode();
    node.put('10.1.0.2', lease('c1'));
    node.put('10.1.0.3', lease('c1', 'eth1'));
    node.put('10.1.0.4', lease('c2'));
    node.put('10.1.0.5', 'c3\n');
    node.put('10.1.0.6', 'c4');
    node.put('10.1.0.7', lease('dummy'));
    node.put('10.1.0.8', 'dummy');
    node.put('10.1.0.9', 'kept for the printer');
    node.put('10.1.0.10', '');
    node.put('last_reserved_ip.0', '10.1.0.9');
    node.put('.cni-77-abc.tmp', lease('c9'));
    await node.gc(node.config({ subnet }), valid);
    expect(leases(node).sort()).toEqual(['10.1.0.2', '10.1.0.5', '10.1.0.7', '10.1.0.8', '10.1.0.9']);
  });

  test('with an empty list releases everything', async () => {
    const node = new TestNode();
    await node.add(node.config(dualStack));
    await node.gc(node.config({}), []);
    expect(leases(node)).toEqual([]);
  });

  test('without a list releases nothing and says so', async () => {
    const node = new TestNode();
    await node.add(node.config({ subnet }));
    await node.gc(node.config({ subnet }));
    expect(leases(node)).toEqual(['10.1.0.2']);
    expect(node.warnings).toEqual(['GC without a list of valid attachments releases nothing']);
  });

  test('makes no folder', async () => {
    const node = new TestNode();
    await node.gc(node.config({ subnet }), []);
    expect(readdirSync(node.dataDir)).toEqual([]);
  });

  test('goes on when one file cannot be removed, then reports it', async () => {
    const node = new TestNode({ files: failingFiles(2, (name) => name === 'remove') });
    for (const [index, name] of ['10.1.0.2', '10.1.0.3', '10.1.0.4'].entries())
      node.put(name, lease(`c${index}`));
    await expect(node.gc(node.config({ subnet }), [])).rejects.toMatchObject({
      code: 5,
      message: 'Cannot release 1 of 3 addresses',
    });
    expect(leases(node)).toHaveLength(1);
  });
});

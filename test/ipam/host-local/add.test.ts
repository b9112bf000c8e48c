import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failingFiles, lease, TestNode } from './node.ts';

const dualStack = { ranges: [[{ subnet: '10.1.0.0/24' }], [{ subnet: 'fd00::/64' }]] };

describe('ADD', () => {
  test("answers addresses with the subnet's prefix length, gateways, routes in canonical form and no dns", async () => {
    const node = new TestNode();
    const routes = [{ dst: '0.0.0.0/0' }, { dst: 'FD00:0::1/64', gw: 'fd00:0::1', mtu: 1400, table: 0 }];
    expect(await node.add(node.config({ ...dualStack, routes }))).toEqual({
      cniVersion: '1.1.0',
      ips: [
        { address: '10.1.0.2/24', gateway: '10.1.0.1' },
        { address: 'fd00::2/64', gateway: 'fd00::1' },
      ],
      routes: [{ dst: '0.0.0.0/0' }, { dst: 'fd00::1/64', gw: 'fd00::1', mtu: 1400, table: 0 }],
    });
  });

  test('leaves the files the Go plugin leaves', async () => {
    const node = new TestNode();
    await node.add(node.config(dualStack));
    expect(node.disk()).toEqual({
      '10.1.0.2': 'c1\r\neth0',
      'fd00::2': 'c1\r\neth0',
      'last_reserved_ip.0': '10.1.0.2',
      'last_reserved_ip.1': 'fd00::2',
    });
  });

  test('on Windows writes "_" for ":" in file names only', async () => {
    const node = new TestNode({ platform: 'win32' });
    await node.add(node.config(dualStack));
    expect(node.disk()).toEqual({
      '10.1.0.2': 'c1\r\neth0',
      fd00__2: 'c1\r\neth0',
      'last_reserved_ip.0': '10.1.0.2',
      'last_reserved_ip.1': 'fd00::2',
    });
  });

  test('hands out addresses in the order of reference example 10.1.0.0/29', async () => {
    const node = new TestNode();
    const config = node.config({ subnet: '10.1.0.0/29' });
    const given: string[] = [];
    for (const [index, args] of ['IP=10.1.0.5', 'IP=10.1.0.4', '', '', ''].entries()) {
      given.push(...(await node.addresses(config, { containerId: `c${index}`, args })));
    }
    expect(given).toEqual(['10.1.0.5', '10.1.0.4', '10.1.0.6', '10.1.0.2', '10.1.0.3']);
    await expect(node.add(config, { containerId: 'c9' })).rejects.toMatchObject({
      code: 110,
      message: 'no address is free in range set 10.1.0.1-10.1.0.6 of network "pods"',
    });
  });

  test('gives a released address out again only after a full round', async () => {
    const node = new TestNode();
    const config = node.config({ subnet: '10.1.0.0/29' });
    const given: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      given.push(...(await node.addresses(config)));
      await node.del(config);
    }
    expect(given.map((address) => address.at(-1)).join('')).toBe('234562');
  });

  test('gives forty attachments at once forty addresses', async () => {
    const node = new TestNode();
    const config = node.config(dualStack);
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, index) => node.addresses(config, { containerId: `c${index}` })),
    );
    expect(new Set(all.flat()).size).toBe(80);
    expect(Object.keys(node.disk())).toHaveLength(82);
  });

  test.each([
    { key: 'CNI_ARGS', config: {}, args: 'IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.1.0.77/16' },
    { key: 'args.cni.ips', config: { args: { cni: { ips: ['10.1.0.77'] } } }, args: '' },
    { key: 'runtimeConfig.ips', config: { runtimeConfig: { ips: ['10.1.0.77/8'] } }, args: '' },
    {
      key: 'all three',
      config: { args: { cni: { ips: ['10.1.0.77'] } }, runtimeConfig: { ips: ['10.1.0.77'] } },
      args: 'IP=10.1.0.77',
    },
  ])(
    'gives the address requested by $key, with the prefix length of the subnet',
    async ({ config, args }) => {
      const node = new TestNode();
      const { ips } = await node.add(node.config({ subnet: '10.1.0.0/24' }, config), { args });
      expect(ips).toEqual([{ address: '10.1.0.77/24', gateway: '10.1.0.1' }]);
    },
  );

  test.each([
    { when: 'CNI_ARGS has no address', config: {}, args: 'IP=zz', code: 4, says: 'IP is "zz"' },
    { when: 'CNI_ARGS has unknown keys', config: {}, args: 'FOO=1', code: 4, says: 'FOO=1' },
    {
      when: 'a requested address is empty',
      config: { runtimeConfig: { ips: [''] } },
      args: '',
      code: 7,
      says: '"runtimeConfig.ips[0]" is ""',
    },
    {
      when: 'a requested address is null',
      config: { runtimeConfig: { ips: [null] } },
      args: '',
      code: 7,
      says: 'runtimeConfig.ips[0]',
    },
    {
      when: 'a requested address is a number',
      config: { args: { cni: { ips: [5] } } },
      args: '',
      code: 7,
      says: 'args.cni.ips[0]',
    },
    {
      when: 'a requested address lies in no range',
      config: {},
      args: 'IP=10.9.0.1',
      code: 111,
      says: 'lies in no range',
    },
  ])('is refused with code $code when $when', async ({ config, args, code, says }) => {
    const node = new TestNode();
    await expect(node.add(node.config({ subnet: '10.1.0.0/24' }, config), { args })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
    });
  });

  test.each([
    { ipam: { subnet: '10.1.0.0/24', routes: [{}] }, says: '"ipam.routes[0].dst" is missing' },
    { ipam: { subnet: '10.1.0.0/24', routes: [{ dst: 'x' }] }, says: '"ipam.routes[0].dst" is "x"' },
    {
      ipam: { subnet: '10.1.0.0/24', routes: [{ dst: '0.0.0.0/0', gw: '10.1.0.1/24' }] },
      says: '"ipam.routes[0].gw"',
    },
    { ipam: { subnet: '10.1.0.0/24', routes: [null] }, says: 'ipam.routes[0]' },
    { ipam: { ranges: [{ subnet: '10.1.0.0/24' }] }, says: 'ipam.ranges[0]' },
    { ipam: 'host-local', says: 'ipam' },
    { ipam: { subnet: '10.1.0.0/24', dataDir: '/a\0b' }, says: '"ipam.dataDir"' },
    { ipam: { subnet: '10.1.0.0/24', resolvConf: '/no/such/resolv.conf' }, says: 'there is no such file' },
  ])('is refused with code 7 that names the key: $says', async ({ ipam, says }) => {
    const node = new TestNode();
    await expect(node.add({ cniVersion: '1.0.0', name: 'pods', ipam })).rejects.toMatchObject({
      code: 7,
      message: expect.stringContaining(says),
    });
  });

  test('matches keys in any letter case', async () => {
    const node = new TestNode();
    const IPAM = { DATADIR: node.dataDir, Ranges: [[{ Subnet: '10.1.0.0/24', rangestart: '10.1.0.9' }]] };
    expect(await node.addresses({ cniVersion: '1.0.0', name: 'pods', IPAM })).toEqual(['10.1.0.9']);
  });

  test('reads dns from resolvConf', async () => {
    const node = new TestNode();
    node.put('resolv.conf', '; comment\nnameserver 10.96.0.10\r\nsearch a.local b.local\n');
    const resolvConf = join(node.dataDir, 'pods', 'resolv.conf');
    const { dns } = await node.add(node.config({ subnet: '10.1.0.0/24', resolvConf }));
    expect(dns).toEqual({ nameservers: ['10.96.0.10'], search: ['a.local', 'b.local'] });
  });

  test.each(['CON', 'nul', 'com1', 'LPT9.x', 'pods.'])(
    'on Windows refuses the network name %s, which names no folder',
    async (name) => {
      const node = new TestNode({ platform: 'win32' });
      await expect(node.add({ ...node.config({ subnet: '10.1.0.0/24' }), name })).rejects.toMatchObject({
        code: 7,
        message: expect.stringContaining(`"${name}"`),
      });
    },
  );
});

describe('a second ADD of an attachment', () => {
  test.each([
    { when: 'on Linux', platform: 'linux', args: '' },
    { when: 'on Windows with IPv6', platform: 'win32', args: '' },
    { when: 'requesting the address it holds', platform: 'linux', args: 'IP=fd00::2' },
    { when: 'requesting another address', platform: 'linux', args: 'IP=fd00::9' },
  ] as const)('is refused with code 112 $when, and its leases stay', async ({ platform, args }) => {
    const node = new TestNode({ platform });
    const config = node.config({ subnet: 'fd00::/64' });
    await node.add(config);
    const before = node.disk();
    await expect(node.add(config, { args })).rejects.toMatchObject({
      code: 112,
      message: 'interface "eth0" of container "c1" holds address fd00::2 already',
    });
    expect(node.disk()).toEqual(before);
  });

  test('is refused when the container holds an address in the old format', async () => {
    const node = new TestNode();
    node.put('10.1.0.7', 'c1\n');
    await expect(node.add(node.config({ subnet: '10.1.0.0/24' }))).rejects.toMatchObject({ code: 112 });
  });

  test('gives another interface of the container an address of its own', async () => {
    const node = new TestNode();
    const config = node.config({ subnet: '10.1.0.0/24' });
    await node.add(config);
    expect(await node.addresses(config, { ifName: 'eth1' })).toEqual(['10.1.0.3']);
  });

  test('does not count addresses outside the ranges', async () => {
    const node = new TestNode();
    node.put('10.9.0.7', lease('c1'));
    expect(await node.addresses(node.config({ subnet: '10.1.0.0/24' }))).toEqual(['10.1.0.2']);
  });
});

describe('a failing ADD', () => {
  test.each([
    { when: 'the second set is exhausted', second: { subnet: '10.2.0.0/30' }, code: 110, args: '' },
    {
      when: 'a requested address is taken',
      second: { subnet: '10.2.0.0/29' },
      code: 111,
      args: 'IP=10.2.0.2',
    },
  ])('writes nothing when $when', async ({ second, code, args }) => {
    const node = new TestNode();
    const config = node.config({ ranges: [[{ subnet: '10.1.0.0/24' }], [second]] });
    node.put('10.2.0.2', lease('other'));
    await expect(node.add(config, { args })).rejects.toMatchObject({ code });
    expect(node.disk()).toEqual({ '10.2.0.2': lease('other') });
  });

  test.each([
    { what: 'the first lease', call: 'create', nth: 1 },
    { what: 'the second lease', call: 'create', nth: 2 },
    { what: 'the first last_reserved_ip', call: 'replaceHint', nth: 1 },
    { what: 'the second last_reserved_ip', call: 'replaceHint', nth: 2 },
  ])('leaves no lease when $what cannot be written, and names the file', async ({ call, nth }) => {
    const node = new TestNode({ files: failingFiles(nth, (name) => name === call) });
    node.put('10.9.0.7', lease('c1')); // of an earlier configuration: not this ADD's to release
    await expect(node.add(node.config(dualStack))).rejects.toMatchObject({
      code: 5,
      message: expect.stringContaining(`Cannot write ${join(node.dataDir, 'pods')}`),
      details: expect.stringContaining('ENOSPC'),
    });
    const leases = Object.keys(node.disk()).filter((name) => !name.startsWith('last_reserved_ip'));
    expect(leases).toEqual(['10.9.0.7']);
  });

  test('adds to its error that an address could not be given back', async () => {
    const failing = failingFiles(1, (name) => name === 'replaceHint');
    const node = new TestNode({ files: { ...failing, remove: failingFiles(1, () => true).remove } });
    await expect(node.add(node.config({ subnet: '10.1.0.0/24' }))).rejects.toMatchObject({
      code: 5,
      message: expect.stringContaining('Cannot write'),
      details: expect.stringMatching(/Cannot remove .*10\.1\.0\.2$/),
    });
  });

  test.each(['makeFolder', 'list'])('reports code 5 when %s fails', async (call) => {
    const node = new TestNode({ files: failingFiles(1, (name) => name === call) });
    await expect(node.add(node.config(dualStack))).rejects.toMatchObject({ code: 5 });
  });
});

test('an IPv6 lease of the same value does not take an IPv4 address', async () => {
  const node = new TestNode();
  node.put('::a01:2', lease('other')); // 0x0a010002, as is 10.1.0.2
  expect(await node.addresses(node.config({ subnet: '10.1.0.0/24' }))).toEqual(['10.1.0.2']);
});

describe('what a crash leaves', () => {
  test.each([
    { what: 'an empty file', content: '' },
    { what: 'white space', content: '\r\n' },
    { what: 'a file of NULs', content: '\0'.repeat(20) },
    { what: 'a lease with NULs at its end', content: 'c9\r\neth0\0\0\0' },
    { what: 'bytes that are no text', content: '\x07\ufffd\ufffd' },
  ])('$what under the name of an address does not block it', async ({ content }) => {
    const node = new TestNode();
    node.put('10.1.0.2', content);
    expect(await node.addresses(node.config({ subnet: '10.1.0.0/30' }))).toEqual(['10.1.0.2']);
    expect(node.disk()['10.1.0.2']).toBe(lease('c1'));
  });

  test('of last_reserved_ip starts the round anew', async () => {
    const node = new TestNode();
    node.put('last_reserved_ip.0', '\0\0\0');
    expect(await node.addresses(node.config({ subnet: '10.1.0.0/24' }))).toEqual(['10.1.0.2']);
  });

  test('in temporary files is swept away', async () => {
    const node = new TestNode();
    node.put('.cni-77-abc.tmp', lease('c9'));
    await node.add(node.config({ subnet: '10.1.0.0/24' }));
    expect(Object.keys(node.disk())).toEqual(['10.1.0.2', 'last_reserved_ip.0']);
  });

  test('keeps its address if it cannot be removed, and the operator is told', async () => {
    const node = new TestNode({ files: failingFiles(1, (name) => name === 'remove') });
    node.put('10.1.0.2', '');
    expect(await node.addresses(node.config({ subnet: '10.1.0.0/24' }))).toEqual(['10.1.0.3']);
    expect(node.warnings).toEqual(['left-over file cannot be removed']);
  });
});

describe('files that are no leases', () => {
  test.each([
    { what: 'a note of the operator', content: 'kept for the printer' },
    { what: 'three lines', content: 'c9\r\neth0\r\nmore' },
  ])('$what keeps its address', async ({ content }) => {
    const node = new TestNode();
    node.put('10.1.0.2', content);
    expect(await node.addresses(node.config({ subnet: '10.1.0.0/24' }))).toEqual(['10.1.0.3']);
    expect(node.disk()['10.1.0.2']).toBe(content);
  });

  test('a folder called like an address is stepped over', async () => {
    const node = new TestNode();
    mkdirSync(join(node.dataDir, 'pods', '10.1.0.2'), { recursive: true });
    expect(await node.addresses(node.config({ subnet: '10.1.0.0/24' }))).toEqual(['10.1.0.3']);
    expect(node.warnings).toEqual([]);
  });

  test('a lease file that cannot be read keeps its address, and the operator is told', async () => {
    const node = new TestNode({
      files: failingFiles(1, (name, path) => name === 'read' && path.endsWith('.2')),
    });
    node.put('10.1.0.2', lease('c9'));
    expect(await node.addresses(node.config({ subnet: '10.1.0.0/24' }))).toEqual(['10.1.0.3']);
    expect(node.warnings).toEqual(['lease file cannot be read']);
  });
});

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CniError, CniErrorCode } from '../../../lib/cni/error.ts';
import type { Files } from '../../../lib/host/files.ts';
import { realFiles } from '../../../lib/host/real-files.ts';
import { failingFiles, lease, TestNode } from './node.ts';

const subnet = '10.1.0.0/24';
const dualStack = { ranges: [[{ subnet }], [{ subnet: 'fd00::/64' }]] };

function prevResult(...addresses: string[]) {
  return { prevResult: { cniVersion: '1.1.0', ips: addresses.map((address) => ({ address })) } };
}

describe('CHECK', () => {
  test.each([
    { when: 'there is no previous result', previous: {} },
    { when: 'its addresses are leased', previous: prevResult('10.1.0.2/24', 'fd00::2/64') },
    { when: 'it has addresses of other plugins too', previous: prevResult('10.1.0.2/24', '192.0.2.1/24') },
    { when: 'it has addresses of other plugins only', previous: prevResult('192.0.2.1/24') },
  ])('succeeds when $when', async ({ previous }) => {
    const node = new TestNode();
    await node.add(node.config(dualStack));
    await expect(node.check(node.config(dualStack, previous))).resolves.toBeUndefined();
  });

  test.each([
    { when: 'an address is not leased', previous: prevResult('10.1.0.9/24'), says: 'not 10.1.0.9' },
    {
      when: 'one of two is not',
      previous: prevResult('10.1.0.2/24', 'fd00::9/64'),
      says: 'not fd00::9 leased',
    },
    {
      when: 'an address is of another attachment',
      previous: prevResult('10.1.0.3/24'),
      says: 'not 10.1.0.3',
    },
  ])('fails with code 113 when $when', async ({ previous, says }) => {
    const node = new TestNode();
    await node.add(node.config(dualStack));
    await node.add(node.config(dualStack), { containerId: 'c2' });
    await expect(node.check(node.config(dualStack, previous))).rejects.toMatchObject({
      code: 113,
      message: expect.stringContaining(says),
    });
  });

  test('fails with code 113 for an attachment without a lease, and makes no folder', async () => {
    const node = new TestNode();
    const missing = { code: 113, message: 'interface "eth0" of container "c1" has no address leased' };
    await expect(node.check(node.config({ subnet }))).rejects.toMatchObject(missing);
    expect(readdirSync(node.dataDir)).toEqual([]);
    await node.add(node.config({ subnet }), { containerId: 'c2' });
    await expect(node.check(node.config({ subnet }))).rejects.toMatchObject(missing);
  });

  test('finds a lease whose file is called in an unusual way', async () => {
    const node = new TestNode();
    node.put('FD00::7', lease('c1'));
    const config = node.config({ subnet: 'fd00::/64' }, prevResult('fd00::7/64'));
    await expect(node.check(config)).resolves.toBeUndefined();
  });

  test('accepts a lease in the old format', async () => {
    const node = new TestNode();
    node.put('10.1.0.7', 'c1\n');
    await expect(node.check(node.config({ subnet }, prevResult('10.1.0.7/24')))).resolves.toBeUndefined();
  });
});

describe('STATUS', () => {
  test('succeeds on a healthy node, makes the folder and leaves nothing in it', async () => {
    const node = new TestNode();
    await node.status(node.config(dualStack));
    expect(node.disk()).toEqual({});
  });

  test.each([
    { when: 'there are no ranges', ipam: {}, says: 'has no address ranges' },
    { when: 'a range is broken', ipam: { subnet: 'x' }, says: '"ipam.subnet" is "x"' },
    { when: 'a route is broken', ipam: { subnet, routes: [{}] }, says: '"ipam.routes[0].dst"' },
    { when: 'resolvConf is missing', ipam: { subnet, resolvConf: '/no/such/file' }, says: 'resolvConf' },
    {
      when: 'the folder cannot be made',
      ipam: { subnet, dataDir: '/dev/null/x' },
      says: 'Cannot make the folder',
    },
  ])('fails with code 50 when $when', async ({ ipam, says }) => {
    const node = new TestNode();
    await expect(node.status(node.config(ipam))).rejects.toMatchObject({
      code: 50,
      message: expect.stringContaining(says),
    });
  });

  test('fails with code 50 when no file can be written', async () => {
    const node = new TestNode({ files: failingFiles(1, (name) => name === 'replace') });
    await expect(node.status(node.config({ subnet }))).rejects.toMatchObject({
      code: 50,
      message: expect.stringContaining('Cannot write in'),
    });
  });

  test('fails with code 50 when the disk is full, which still has room for empty files', async () => {
    const full: Files = {
      ...realFiles,
      replace(path, text) {
        if (text !== '') throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
        realFiles.replace(path, text);
      },
    };
    const node = new TestNode({ files: full });
    await expect(node.status(node.config({ subnet }))).rejects.toMatchObject({
      code: 50,
      details: expect.stringContaining('ENOSPC'),
    });
  });

  test('fails with code 50 when the lock cannot be had', async () => {
    const busy = new CniError({ code: CniErrorCode.tryAgainLater, msg: 'Cannot lock' });
    const node = new TestNode({ locks: { hold: () => Promise.reject(busy) } });
    await expect(node.status(node.config({ subnet }))).rejects.toMatchObject({
      code: 50,
      message: expect.stringContaining('Cannot lock'),
    });
  });

  test('names the set that is exhausted', async () => {
    const node = new TestNode();
    const config = node.config({ ranges: [[{ subnet }], [{ subnet: '10.2.0.0/30' }]] });
    await node.add(config);
    await expect(node.status(config)).rejects.toMatchObject({
      code: 50,
      message:
        'Cannot serve ADD on network "pods": no address is free in range set 10.2.0.1-10.2.0.2 of network "pods"',
    });
  });

  test.each([
    { content: '', available: true },
    { content: lease('c9'), available: false },
  ])('counts a torn file as a free address: $available', async ({ content, available }) => {
    const node = new TestNode();
    node.put('10.1.0.2', content);
    const status = node.status(node.config({ subnet: '10.1.0.0/30' }));
    if (available) await expect(status).resolves.toBeUndefined();
    else await expect(status).rejects.toMatchObject({ code: 50 });
  });
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CniError } from '../../../lib/cni/error.ts';
import { FlannelNode } from './flannel-node.ts';

let node: FlannelNode;
beforeEach(() => {
  node = new FlannelNode();
});
afterEach(() => node.remove());

/** The configuration of a GC that keeps these attachments, written `container/interface`. */
function keeping(...attachments: readonly string[]) {
  const list = attachments.map((text) => {
    const [containerID = '', ifname = ''] = text.split('/');
    return { containerID, ifname };
  });
  return { config: { 'cni.dev/valid-attachments': list, 'cni.dev/attachments': list } };
}

const kept = (type = 'win-bridge', name = 'cbr0') => ({ cniVersion: '1.1.0', type, name });

describe('GC', () => {
  test('hands the list of valid attachments to the delegate', async () => {
    const request = keeping('c1/eth0');
    await node.run('GC', request);
    expect(node.takeCalls()).toEqual(['GC win-bridge']);
    await node.run('GC', request);
    expect(node.calls[0]?.config).toMatchObject(request.config);
  });

  test('works without flanneld', async () => {
    node.removeSubnetEnv();
    await node.run('GC', keeping());
    expect(node.calls[0]?.config).toMatchObject({ type: 'win-bridge', ipam: { type: 'host-local' } });
  });

  test.each([
    { file: 'c1', content: kept(), valid: 'c1/eth0', stays: true },
    { file: 'c1', content: kept(), valid: 'c2/eth0', stays: false },
    { file: 'c1', content: kept(), valid: 'c1/eth1', stays: true },
    { file: 'c1@eth1', content: kept(), valid: 'c1/eth1', stays: true },
    { file: 'c1@eth1', content: kept(), valid: 'c1/eth0', stays: false },
    { file: 'c1', content: kept('win-bridge', 'other'), valid: 'c2/eth0', stays: true },
    { file: 'c1', content: '{"torn', valid: 'c1/eth0', stays: true },
    { file: 'c1', content: '{"torn', valid: 'c2/eth0', stays: false },
    { file: '.cni-c1@eth1.tmp', content: kept(), valid: 'c2/eth0', stays: false },
    { file: '.cni-c1.tmp', content: '', valid: 'c1/eth0', stays: true },
    { file: 'read me.txt', content: 'x', valid: 'c2/eth0', stays: true },
  ])('with $valid valid, the file $file holding $content stays: $stays', async (row) => {
    node.writeScratch(row.file, row.content);
    await node.run('GC', keeping(row.valid));
    expect(Object.keys(node.scratch())).toEqual(row.stays ? [row.file] : []);
  });

  test('passes over folders', async () => {
    mkdirSync(join(node.dataDir, 'c9'), { recursive: true });
    await node.run('GC', keeping());
    expect(node.takeCalls()).toEqual(['GC win-bridge']);
  });

  test('removes no file when the runtime sent no list', async () => {
    node.writeScratch('c1', kept());
    await node.run('GC');
    expect(node.takeCalls()).toEqual(['GC win-bridge']);
    expect(Object.keys(node.scratch())).toEqual(['c1']);
  });

  test('asks each former type of delegate once, after the present one', async () => {
    node.writeScratch('c1', kept('win-overlay'));
    node.writeScratch('c2', kept('win-overlay'));
    node.writeScratch('c3', kept('older'));
    node.writeScratch('c4', kept('win-bridge'));
    const request = keeping('c9/eth0');
    await node.run('GC', request);
    for (const { config } of node.calls) expect(config).toMatchObject(request.config);
    expect(node.takeCalls()).toEqual(['GC win-bridge', 'GC win-overlay', 'GC older']);
    expect(node.scratch()).toEqual({});
  });

  test('says which kept configuration names a plugin that is gone', async () => {
    node.writeScratch('c1', kept('removed-since'));
    node.refuse = ({ config }) =>
      config.type === 'removed-since' ? new CniError({ code: 120, msg: 'Cannot find it' }) : undefined;
    const { code, details } = await node.failure('GC', keeping());
    expect(code).toBe(120);
    expect(details).toContain(`ADD kept in ${join(node.dataDir, 'c1')}`);
  });

  test('goes on after a failure, reports all, and keeps the files of delegates that could not collect', async () => {
    node.writeScratch('c1', kept('win-bridge'));
    node.writeScratch('c2', kept('win-overlay'));
    node.writeScratch('c3', kept('older'));
    node.refuse = ({ config }) =>
      config.type === 'older'
        ? undefined
        : new CniError({
            code: config.type === 'win-bridge' ? 11 : 103,
            msg: `no ${config.type}`,
            details: 'd',
          });
    const failure = await node.failure('GC', keeping());
    expect(failure).toMatchObject({
      code: 11,
      message: 'no win-bridge',
      details: 'd. Also: no win-overlay (d)',
    });
    expect(node.takeCalls()).toEqual(['GC win-bridge', 'GC win-overlay', 'GC older']);
    expect(Object.keys(node.scratch())).toEqual(['c1', 'c2']);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CniError } from '../../../lib/cni/error.ts';
import { FlannelNode } from './flannel-node.ts';

let node: FlannelNode;
beforeEach(() => {
  node = new FlannelNode();
});
afterEach(() => node.remove());

const prevResult = { cniVersion: '1.1.0', ips: [{ address: '10.244.3.9/24' }] };

describe('CHECK', () => {
  test('calls the delegate with the kept configuration and prevResult', async () => {
    await node.run('ADD');
    const kept = JSON.parse(node.scratch().c1 ?? '');
    node.writeSubnetEnv('');
    await node.run('CHECK', { config: { prevResult } });
    expect(node.calls[1]).toMatchObject({ command: 'CHECK', config: { ...kept, prevResult } });
  });

  test('makes the configuration anew when none is kept', async () => {
    await node.run('CHECK', { config: { prevResult } });
    expect(node.calls[0]?.config).toMatchObject({
      type: 'win-bridge',
      ipam: { subnet: '10.244.3.0/24' },
      prevResult,
    });
    expect(node.scratch()).toEqual({});
  });

  test('of an attachment older than the configuration speaks the version of the request', async () => {
    node.writeScratch('c1', { cniVersion: '0.3.1', type: 'win-overlay', name: 'cbr0' });
    await node.run('CHECK', { config: { prevResult } });
    expect(node.calls[0]?.config).toMatchObject({ cniVersion: '1.1.0', type: 'win-overlay', prevResult });
  });

  test('fails as the delegate does', async () => {
    node.refuse = () => new CniError({ code: 106, msg: 'endpoint is gone' });
    expect(await node.failure('CHECK')).toMatchObject({ code: 106, message: 'endpoint is gone' });
  });
});

describe('STATUS', () => {
  test('asks the delegate', async () => {
    await node.run('STATUS');
    expect(node.takeCalls()).toEqual(['STATUS win-bridge']);
  });

  test.each([
    { title: 'is missing', change: () => node.removeSubnetEnv(), says: 'does not exist' },
    { title: 'is empty', change: () => node.writeSubnetEnv(''), says: 'is incomplete' },
    { title: 'is malformed', change: () => node.writeSubnetEnv('x'), says: 'Cannot understand line 1' },
  ])('is code 50 when subnet.env $title, with what to look at', async ({ change, says }) => {
    change();
    const failure = await node.failure('STATUS');
    expect(failure).toMatchObject({ code: 50, message: expect.stringContaining(says) });
    expect(failure.details).toContain('Check flanneld on this node');
    expect(node.calls).toEqual([]);
  });

  test.each([
    { title: 'the delegate is not installed', code: 120, answer: 50 },
    { title: 'the delegate says so', code: 50, answer: 50 },
    { title: 'existing containers are cut off', code: 51, answer: 51 },
    { title: 'the configuration is wrong', code: 7, answer: 7 },
  ])('is code $answer when $title', async ({ code, answer }) => {
    node.refuse = () => new CniError({ code, msg: 'no', details: 'because' });
    expect(await node.failure('STATUS')).toMatchObject({ code: answer, message: 'no', details: 'because' });
  });
});

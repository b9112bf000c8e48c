import { describe, expect, test } from 'vitest';
import { readSubnetEnv, subnetEnvIfReadable } from '../../../plugins/flannel/read-subnet-env.ts';

const whole =
  'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';
const path = '/run/flannel/subnet.env';

/** A file that is found as each of `states` in turn and stays as the last; counts the pauses between. */
function changingFile(...states: readonly (string | undefined | Error)[]) {
  let readings = 0;
  const pauses: number[] = [];
  return {
    pauses,
    read: () => {
      const state = states[Math.min(readings, states.length - 1)];
      readings += 1;
      if (state instanceof Error) throw state;
      return state;
    },
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
  };
}

describe('readSubnetEnv() while flanneld rewrites the file', () => {
  test.each([
    { found: 'empty', state: '' },
    { found: 'cut between lines', state: whole.slice(0, 30) },
    { found: 'cut inside a prefix', state: whole.slice(0, 57) },
    { found: 'cut inside the last value', state: whole.slice(0, -3) },
    { found: 'cut before a "="', state: whole.slice(0, whole.indexOf('=1450')) },
    { found: 'not yet there', state: undefined },
    { found: 'held by another program', state: new Error('EBUSY') },
  ])('reads a file $found again', async ({ state }) => {
    const file = changingFile(state, state, whole);
    const env = await readSubnetEnv(path, file, { whenMissing: true, pause: file.pause });
    expect(env).toMatchObject({ ipMasq: true, subnets: [{ prefixLength: 24 }] });
    expect(file.pauses).toHaveLength(2);
  });

  test('does not wait for a file that is whole', async () => {
    const file = changingFile(whole);
    await readSubnetEnv(path, file, { whenMissing: true, pause: file.pause });
    expect(file.pauses).toEqual([]);
  });
});

describe('readSubnetEnv() gives up after a fifth of a second', () => {
  test.each([
    { found: 'missing', state: undefined, code: 11, says: `${path} does not exist` },
    {
      found: 'incomplete',
      state: 'FLANNEL_MTU=1\n',
      code: 11,
      says: 'It lacks FLANNEL_NETWORK, FLANNEL_IPV6_NETWORK,',
    },
    { found: 'malformed', state: `${whole}oops`, code: 130, says: `Cannot understand line 5 of ${path}` },
    { found: 'unreadable', state: new Error('EISDIR: a folder'), code: 130, says: 'EISDIR: a folder' },
  ])('on a $found file, with code $code', async ({ state, code, says }) => {
    const file = changingFile(state);
    const failure = await readSubnetEnv(path, file, { whenMissing: true, pause: file.pause }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code, details: expect.stringContaining('Check flanneld on this node') });
    const { message, details } = failure as { message: string; details: string };
    expect(`${message}. ${details}`).toContain(says);
    expect(file.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(200);
  });

  test('at once on a missing file where nobody waits for it', async () => {
    const file = changingFile(undefined);
    const reading = readSubnetEnv(path, file, { whenMissing: false, pause: file.pause });
    await expect(reading).rejects.toMatchObject({ code: 11 });
    expect(file.pauses).toEqual([]);
  });
});

describe('subnetEnvIfReadable()', () => {
  test.each([undefined, '', `${whole}oops`, new Error('EACCES')])('has nothing to say of %s', (state) => {
    expect(subnetEnvIfReadable(path, changingFile(state))).toBeUndefined();
  });

  test('reads a whole file', () => {
    expect(subnetEnvIfReadable(path, changingFile(whole))).toMatchObject({ ipMasq: true });
  });
});

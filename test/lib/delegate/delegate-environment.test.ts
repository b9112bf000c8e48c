import { describe, expect, test } from 'vitest';
import type { Parameters } from '../../../lib/cni/parameters.ts';
import { delegateEnvironment } from '../../../lib/delegate/delegate-environment.ts';

const parameters: Parameters = {
  command: 'DEL',
  containerId: 'c1',
  netns: '',
  ifName: 'eth0',
  args: 'A=b',
  path: '/bin',
};

describe('delegateEnvironment() (§4)', () => {
  test('hands the caller’s environment on with the protocol’s variables replaced', () => {
    const inherited = {
      PATH: '/x',
      CNI_COMMAND: 'ADD',
      CNI_IFNAME: 'old',
      CNI_NETNS_OVERRIDE: '1',
      GONE: undefined,
    };
    expect(delegateEnvironment(inherited, parameters, 'linux')).toEqual({
      PATH: '/x',
      CNI_NETNS_OVERRIDE: '1',
      CNI_COMMAND: 'DEL',
      CNI_CONTAINERID: 'c1',
      CNI_IFNAME: 'eth0',
      CNI_ARGS: 'A=b',
      CNI_PATH: '/bin',
    });
  });

  test('an empty parameter is empty where the caller has the variable, absent where it has not', () => {
    expect(delegateEnvironment({ CNI_NETNS: 'old' }, parameters, 'linux').CNI_NETNS).toBe('');
    expect(delegateEnvironment({}, parameters, 'linux')).not.toHaveProperty('CNI_NETNS');
  });

  test.each(['NODE_OPTIONS', 'BUN_OPTIONS', 'BUN_BE_BUN'])('keeps %s from a program we start', (name) => {
    expect(delegateEnvironment({ [name]: '1' }, parameters, 'linux')).not.toHaveProperty(name);
  });

  test('on Windows leaves no second variable that differs in letter case alone', () => {
    const inherited = { Cni_Command: 'ADD', node_options: '--x', Path: 'C:\\x' };
    const given = delegateEnvironment(inherited, parameters, 'win32');
    expect(given).toMatchObject({ CNI_COMMAND: 'DEL', Path: 'C:\\x' });
    expect(Object.keys(given)).not.toContain('Cni_Command');
    expect(Object.keys(given)).not.toContain('node_options');
  });
});

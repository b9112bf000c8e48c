import { describe, expect, test } from 'vitest';
import { delegateWith } from '../../../lib/delegate/delegate-with.ts';

const ATTACHMENTS = [{ containerID: 'c1', ifname: 'eth0' }];

describe('delegateWith()', () => {
  test('makes a complete configuration of the keys and what the request hands on', () => {
    const config = {
      cniVersion: '1.1.0',
      name: 'pods',
      type: 'chooser',
      choices: [],
      args: { cni: {} },
      runtimeConfig: { portMappings: [] },
      prevResult: { ips: [] },
      'cni.dev/valid-attachments': ATTACHMENTS,
    };
    const keys = { type: 'win-bridge', ipam: { type: 'host-local' } };
    expect(delegateWith(keys, config)).toEqual({
      type: 'win-bridge',
      config: {
        cniVersion: '1.1.0',
        name: 'pods',
        type: 'win-bridge',
        ipam: { type: 'host-local' },
        args: { cni: {} },
        runtimeConfig: { portMappings: [] },
        prevResult: { ips: [] },
        'cni.dev/valid-attachments': ATTACHMENTS,
      },
    });
  });

  test.each([
    { what: 'a network of its own', keys: { type: 'p', name: 'other' }, config: { name: 'other' } },
    {
      what: 'no result of an earlier request',
      keys: { type: 'p', prevResult: {} },
      config: { name: 'pods' },
    },
    { what: 'one spelling of a key', keys: { type: 'p', CNIVersion: '0.3.0' }, config: { name: 'pods' } },
  ])('a delegate has $what', ({ keys, config }) => {
    expect(delegateWith(keys, { name: 'pods' }).config).toEqual({ type: 'p', ...config });
  });

  test('refuses keys without a type, and says what to write', () => {
    expect(() => delegateWith({ Type: 'win-bridge' }, { name: 'pods' })).toThrow(
      expect.objectContaining({ code: 7, details: expect.stringContaining('"type" is missing; write') }),
    );
  });
});

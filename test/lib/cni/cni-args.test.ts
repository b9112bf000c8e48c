import { describe, expect, test } from 'vitest';
import { parseCniArgs } from '../../../lib/cni/cni-args.ts';

describe('CNI_ARGS', () => {
  test.each([
    { text: '', ip: undefined },
    { text: 'IP=10.1.0.5', ip: '10.1.0.5' },
    { text: 'IP=', ip: '' },
    { text: 'IP=10.1.0.5;IP=10.1.0.6', ip: '10.1.0.6' },
    { text: 'K8S_POD_NAME=web;IgnoreUnknown=1;IP=10.1.0.5', ip: '10.1.0.5' },
    { text: 'IgnoreUnknown=TRUE;ip=10.1.0.5', ip: undefined },
    { text: 'IgnoreUnknown=0;IP=10.1.0.5', ip: '10.1.0.5' },
    { text: 'IgnoreUnknown=0;FOO=1;IgnoreUnknown=true', ip: undefined },
  ])('"$text" has IP $ip', ({ text, ip }) => {
    expect(parseCniArgs(text, ['IP']).get('IP')).toBe(ip);
  });

  test.each([
    { text: 'FOO', says: 'invalid pair "FOO"' },
    { text: 'IP=10.1.0.5;', says: 'invalid pair ""' },
    { text: 'A=b=c', says: 'invalid pair "A=b=c"' },
    { text: 'IgnoreUnknown=yes', says: 'IgnoreUnknown is "yes"' },
    { text: 'FOO=1;IP=10.1.0.5;BAR=2', says: 'unknown arguments in CNI_ARGS: "FOO=1", "BAR=2"' },
    { text: 'ip=10.1.0.5', says: '"ip=10.1.0.5"' },
    { text: 'IgnoreUnknown=1;FOO=1;IgnoreUnknown=0', says: '"FOO=1"' },
  ])('"$text" is refused with code 4: $says', ({ text, says }) => {
    expect(() => parseCniArgs(text, ['IP'])).toThrow(
      expect.objectContaining({ code: 4, message: expect.stringContaining(says) }),
    );
  });
});

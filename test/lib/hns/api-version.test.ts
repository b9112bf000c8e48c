import { describe, expect, test } from 'vitest';
import { checkNetns, chooseApiVersion } from '../../../lib/hns/api-version.ts';

const guid = 'C7A1D8E4-2B6F-4D39-9E07-84F1A3B5C2D6';

describe('chooseApiVersion()', () => {
  test.each([
    { configured: undefined, netns: guid, api: 2 },
    { configured: undefined, netns: 'none', api: 1 },
    { configured: undefined, netns: 'container:pause', api: 1 },
    { configured: undefined, netns: '', api: 2 },
    { configured: undefined, netns: `C:\\work\\${guid}`, api: 2 },
    { configured: 1, netns: guid, api: 1 },
    { configured: 2, netns: 'none', api: 2 },
  ])('configured $configured and CNI_NETNS "$netns": $api', ({ configured, netns, api }) => {
    expect(chooseApiVersion(configured, netns)).toBe(api);
  });

  test.each([0, 3, -1])('refuses "apiVersion": %d, naming the key', (configured) => {
    expect(() => chooseApiVersion(configured, guid)).toThrow(
      expect.objectContaining({ code: 7, message: `Cannot use "apiVersion": ${configured}` }),
    );
  });
});

describe('checkNetns()', () => {
  test.each([
    { api: 2, netns: guid, code: undefined },
    { api: 2, netns: 'none', code: 8 },
    { api: 2, netns: `C:\\work\\${guid}`, code: undefined },
    { api: 2, netns: `/proc/${guid}/net`, code: 8 },
    { api: 1, netns: `/work/${guid}`, code: undefined },
    { api: 1, netns: 'none', code: undefined },
    { api: 1, netns: 'container:pause', code: undefined },
    { api: 1, netns: guid, code: undefined },
    { api: 1, netns: 'eth0', code: 8 },
    { api: 1, netns: '', code: 8 },
  ] as const)('version $api and "$netns": code $code', ({ api, netns, code }) => {
    const act = () => checkNetns(api, netns);
    if (code === undefined) expect(act).not.toThrow();
    else expect(act).toThrow(expect.objectContaining({ code }));
  });
});

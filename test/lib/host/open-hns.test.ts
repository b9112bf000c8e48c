import { describe, expect, test } from 'vitest';
import { openHns } from '../../../lib/host/open-hns.ts';

describe('HNS that cannot be reached', () => {
  test.each([
    { platform: 'linux', simulator: '', api: 2, code: 100, says: 'CNI_HNS_SIMULATOR' },
    { platform: 'win32', simulator: '', api: 1, code: 104, says: '"apiVersion": 2' },
    { platform: 'linux', simulator: '127.0.0.1:1', api: 1, code: 104, says: '"apiVersion": 2' },
  ] as const)(
    '$platform, simulator "$simulator", api $api: code $code names $says',
    async ({ platform, simulator, api, code, says }) => {
      await expect(openHns(api, { platform, simulator })).rejects.toMatchObject({
        code,
        details: expect.stringContaining(says),
      });
    },
  );
});

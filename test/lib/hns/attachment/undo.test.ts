import { expect, test } from 'vitest';
import { CniError } from '../../../../lib/cni/error.ts';
import { undo } from '../../../../lib/hns/attachment/undo.ts';

test('runs every step in order, and adds those that fail to the details of the first error', async () => {
  const ran: string[] = [];
  const step = (what: string, failure?: unknown) => ({
    what,
    run: async () => {
      ran.push(what);
      if (failure !== undefined) throw failure;
    },
  });
  const first = new CniError({ code: 103, msg: 'HNS refused', details: '0x80070057' });
  const error = await undo(first, [
    step('detach', new Error('gone')),
    step('delete', new CniError({ code: 11, msg: 'busy', details: '0x800700AA' })),
    step('release'),
  ]);
  expect(ran).toEqual(['detach', 'delete', 'release']);
  expect(error).toMatchObject({
    code: 103,
    message: 'HNS refused',
    details:
      '0x80070057. While cleaning up, could not detach: gone. While cleaning up, could not delete: busy (0x800700AA)',
  });
});

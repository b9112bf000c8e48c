import { expect, test } from 'vitest';
import { grouped, tableOf } from '../../build/table.ts';

test('numbers stand to the right, words to the left', () => {
  const table = tableOf(
    ['packager', 'bytes'],
    [
      ['pkg', grouped(126_684_352)],
      ['bun', grouped(7)],
    ],
  );
  expect(table).toBe('packager        bytes\npkg       126,684,352\nbun                 7');
});

import { expect, test } from 'vitest';
import { versionsOf } from '../../bench/programs.ts';

const one = { executable: 'one', name: 'example.org/flannel v1', newestVersion: '1.1.0' };
const other = { ...one, name: 'example.org/flannel v2' };
const none = { why: 'Go is not installed' };

test.each([
  {
    title: 'once where it is the same everywhere',
    windows: one,
    host: one,
    versions: 'example.org/flannel v1',
  },
  {
    title: 'of either system',
    windows: one,
    host: other,
    versions: 'example.org/flannel v1, on Linux example.org/flannel v2',
  },
  { title: 'that there is', windows: none, host: other, versions: 'example.org/flannel v2' },
])('the Go flannel is named $title', ({ windows, host, versions }) => {
  expect(versionsOf({ windows, host })).toEqual({ 'Go flannel': versions });
});

test('no Go flannel has no name', () => {
  expect(versionsOf({ windows: none, host: none })).toEqual({});
});

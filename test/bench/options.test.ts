import { describe, expect, test } from 'vitest';
import { readOptions, SECTIONS } from '../../bench/options.ts';

describe('the command line of the bench', () => {
  test('means everything when it is empty', () => {
    expect(readOptions([])).toMatchObject({ sections: SECTIONS, smoke: false, wine: true, flannel: {} });
  });

  test('takes parts, a number of runs, and a Go flannel', () => {
    const options = readOptions([
      'growth',
      'size',
      '--runs',
      '7',
      '--pods',
      '9',
      '--without-wine',
      '--flannel',
      process.execPath,
    ]);
    expect(options).toMatchObject({
      sections: ['growth', 'size'],
      scale: { runs: 7, pods: 9 },
      wine: false,
      flannel: { windows: process.execPath },
    });
  });

  test.each([
    { words: ['growht'], says: 'The parts are one-pod, full-node, growth, trace, size' },
    { words: ['--runs', '0'], says: '--runs cannot be "0"' },
    { words: ['--runs', 'many'], says: 'Write a number from 1 to 10000' },
    { words: ['--pods', '251'], says: '--pods cannot be "251"' },
    { words: ['--flannel', '/no/flannel.exe'], says: '/no/flannel.exe is not there' },
    { words: ['--flannel-linux', '/no/flannel'], says: '/no/flannel is not there' },
    { words: ['--quick'], says: '--quick' },
  ])('refuses $words and says $says', ({ words, says }) => {
    expect(() => readOptions(words)).toThrow(says);
  });
});

import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../conformance/checks/all-checks.ts';
import { chooseChecks } from '../../../conformance/checks/command-line/choose-checks.ts';
import { readArguments } from '../../../conformance/checks/command-line/options.ts';
import { progressOn } from '../../../conformance/checks/command-line/progress.ts';
import { UsageError } from '../../../conformance/checks/command-line/usage.ts';

const required = ['--bin-dir', 'bin', '--plugin', 'host-local', '--config', 'pods.conflist'];

describe('readArguments()', () => {
  test('takes what has to be said, and has defaults for the rest', () => {
    expect(readArguments(required)).toMatchObject({
      binDirs: ['bin'],
      plugin: 'host-local',
      config: 'pods.conflist',
      runtime: 'builtin',
      report: 'text',
      netns: [],
      mustOnly: false,
    });
  });

  test.each([
    { reason: 'no folder', words: required.slice(2), says: '--bin-dir DIR is missing' },
    { reason: 'a runtime there is not', words: [...required, '--runtime', 'crio'], says: 'builtin, cnitool' },
    { reason: 'a format there is not', words: [...required, '--report', 'xml'], says: 'text, json, junit' },
    {
      reason: 'a kind there is not',
      words: [...required, '--kind', 'meta'],
      says: 'interface, chained, ipam',
    },
    { reason: 'no time', words: [...required, '--time-limit', '0'], says: 'seconds above 0' },
    { reason: 'an unknown option', words: [...required, '--fast'], says: '--fast' },
    { reason: 'a word too many', words: [...required, 'more'], says: 'more' },
  ])('refuses $reason', ({ words, says }) => {
    expect(() => readArguments(words)).toThrow(UsageError);
    expect(() => readArguments(words)).toThrow(says);
  });
});

describe('chooseChecks()', () => {
  const everything = { only: [], skip: [], mustOnly: false };

  test('takes checks and groups, and leaves others out', () => {
    const chosen = chooseChecks({ only: ['GC', 'del-twice'], skip: ['runtime-gc'], mustOnly: true });
    const ids = chosen.map(({ id }) => id);
    expect(ids).toContain('del-twice');
    expect(ids).toContain('gc-keeps-valid');
    expect(ids).not.toContain('runtime-gc');
    expect(ids).not.toContain('gc-removes-stale'); // it says SHOULD
  });

  test('takes all of them when nothing is said', () => {
    expect(chooseChecks(everything)).toEqual(CHECKS);
  });

  test('refuses a name that is nothing, with the names of the groups', () => {
    expect(() => chooseChecks({ ...everything, skip: ['DELETE'] })).toThrow('"DEL"');
  });
});

describe('progressOn()', () => {
  const [check] = CHECKS;

  test.each([
    { where: 'a terminal', isTTY: true, columns: 80, shown: '3 of 9  VERSION: version-reply' },
    { where: 'a narrow one', isTTY: true, columns: 10, shown: '3 of 9  V' },
    { where: 'one of unknown width', isTTY: true, columns: 0, shown: '3 of 9  VERSION: version-reply' },
    { where: 'anything else', isTTY: false, columns: 80, shown: '' },
  ])('writes to $where: "$shown"', ({ isTTY, columns, shown }) => {
    const written: unknown[] = [];
    const stream = { isTTY, columns, write: (text: unknown) => written.push(text) > 0 };
    const progress = progressOn(stream);
    if (check !== undefined) progress.show(check, 3, 9);
    expect(written.join('').replaceAll(/\r|\u001b\[2K/g, '')).toBe(shown);
  });
});

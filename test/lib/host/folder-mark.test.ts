import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { bootMark, chooseMark, folderTimes, keepsMark, markFolder } from '../../../lib/host/folder-mark.ts';

let parent = '';
let folder = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'folder-mark-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  folder = join(parent, 'pods');
  mkdirSync(folder);
  writeFileSync(join(folder, 'a'), 'text');
});

describe('the mark of a folder', () => {
  test.each([
    { what: 'a file is made', change: () => writeFileSync(join(folder, 'b'), '') },
    { what: 'a file is removed', change: () => rmSync(join(folder, 'a')) },
    { what: 'a file is renamed', change: () => renameSync(join(folder, 'a'), join(folder, 'b')) },
    { what: 'a file gets a second name', change: () => linkSync(join(folder, 'a'), join(folder, 'b')) },
    { what: 'a folder is made', change: () => mkdirSync(join(folder, 'b')) },
    {
      what: 'a file is replaced',
      change: () => {
        writeFileSync(join(parent, 'new'), 'text');
        renameSync(join(parent, 'new'), join(folder, 'a'));
      },
    },
  ])('is gone when $what at once after it', ({ change }) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      rmSync(join(folder, 'b'), { recursive: true, force: true });
      writeFileSync(join(folder, 'a'), 'text');
      const mark = markFolder(folder);
      change();
      expect(folderTimes(folder)?.modified).not.toBe(mark?.modified);
    }
  });

  test('stays while entries are read and written', () => {
    const mark = markFolder(folder);
    expect(mark).toBeDefined();
    writeFileSync(join(folder, 'a'), 'other text');
    expect(folderTimes(folder)).toEqual(mark);
  });

  test('is another each time', () => {
    const marks = Array.from({ length: 200 }, () => markFolder(folder)?.modified);
    expect(new Set(marks).size).toBe(200);
  });

  test.each([0, 0.5, 0.999_999])('lies in the past, between two milliseconds (chance: %d)', (chance) => {
    const now = 1_800_000_000_000;
    const mark = chooseMark(now, () => chance);
    const age = BigInt(now) * 1_000_000n - mark;
    expect(age).toBeGreaterThan(9_000_000_000n);
    expect(age).toBeLessThan(71_000_000_000n);
    expect(mark % 1_000_000n).toBeGreaterThanOrEqual(100_000n);
    expect(mark % 1_000_000n).toBeLessThan(900_000n);
  });
});

test.each([
  { fileSystem: 'keeps nanoseconds', step: 1n, kept: true },
  { fileSystem: 'keeps tenths of a microsecond, as NTFS', step: 100n, kept: true },
  { fileSystem: 'keeps microseconds', step: 1_000n, kept: true },
  { fileSystem: 'keeps milliseconds', step: 1_000_000n, kept: false },
  { fileSystem: 'keeps 10 ms, as exFAT', step: 10_000_000n, kept: false },
  { fileSystem: 'keeps seconds', step: 1_000_000_000n, kept: false },
  { fileSystem: 'keeps 2 s, as FAT', step: 2_000_000_000n, kept: false },
])('a file system that $fileSystem keeps marks: $kept', ({ step, kept }) => {
  for (const chance of [0, 0.3, 0.7, 0.999_999]) {
    const mark = chooseMark(1_800_000_000_000, () => chance);
    expect(keepsMark((mark / step) * step, mark)).toBe(kept);
  }
});

test('times of what is not there are undefined', () => {
  expect(folderTimes(join(parent, 'none'))).toBeUndefined();
  expect(folderTimes(join(folder, 'a', 'below'))).toBeUndefined();
});

test.each(['linux', 'win32'] as const)('the start of the machine has one name on %s', (platform) => {
  const name = bootMark(platform);
  expect(name).toMatch(/^[0-9a-f-]+$/);
  if (platform === 'linux') expect(bootMark(platform)).toBe(name);
});

import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { appendToTrace, FIRST_LINE } from '../../../lib/trace/trace-file.ts';

const LINE = '{"name":"x"},\n';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trace-file-'));
  file = join(folder, 'trace.json');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const append = (path = file) => appendToTrace(path, LINE, process.platform);

describe('a trace', () => {
  test('is made with its first line, and nothing else remains in the folder', () => {
    append();
    expect(readFileSync(file, 'utf8')).toBe(FIRST_LINE + LINE);
    expect(readdirSync(folder)).toEqual(['trace.json']);
  });

  test('grows by what the next process appends', () => {
    append();
    append();
    expect(readFileSync(file, 'utf8')).toBe(FIRST_LINE + LINE + LINE);
  });

  test.skipIf(process.platform === 'win32')('can be read by its owner alone', () => {
    append();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('of 64 MiB grows no further', () => {
    append();
    truncateSync(file, 64 * 1024 * 1024);
    append();
    expect(statSync(file).size).toBe(64 * 1024 * 1024);
  });
});

describe('what is not a trace is refused and left as it is', () => {
  test.each(['', 'precious', '[]', FIRST_LINE.slice(0, 20)])('a file with %j in it', (content) => {
    writeFileSync(file, content);
    expect(() => append()).toThrow('not a trace');
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  test('a second name of such a file', () => {
    const precious = join(folder, 'precious');
    writeFileSync(precious, 'precious');
    linkSync(precious, file);
    expect(() => append()).toThrow('not a trace');
    expect(readFileSync(precious, 'utf8')).toBe('precious');
  });

  test('a symbolic link, even to a trace', () => {
    append(join(folder, 'other.json'));
    symlinkSync(join(folder, 'other.json'), file);
    expect(() => append()).toThrow('not a regular file');
  });

  test('a folder', () => {
    mkdirSync(file);
    expect(() => append()).toThrow('not a regular file');
  });

  test('a path that depends on the working directory', () => {
    expect(() => append(relative(process.cwd(), file))).toThrow('not absolute');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a file in a folder that does not exist', () => {
    expect(() => append(join(folder, 'none', 'trace.json'))).toThrow('ENOENT');
  });
});

import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { isTemporaryName } from '../../../lib/host/files.ts';
import { realFiles } from '../../../lib/host/real-files.ts';
import { parseAddress } from '../../../lib/ip/address.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

describe('create', () => {
  test('makes a private file and leaves nothing beside it', () => {
    expect(realFiles.create(join(folder, '10.1.0.2'), 'c1\r\neth0')).toBe('created');
    expect(realFiles.read(join(folder, '10.1.0.2'))).toBe('c1\r\neth0');
    expect(statSync(join(folder, '10.1.0.2')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['10.1.0.2']);
  });

  test.each(['file', 'folder'])('never touches a %s of that name', (kind) => {
    const path = join(folder, '10.1.0.2');
    if (kind === 'file') writeFileSync(path, 'old');
    else mkdirSync(path);
    expect(realFiles.create(path, 'new')).toBe('exists');
    expect(readdirSync(folder)).toEqual(['10.1.0.2']);
    if (kind === 'file') expect(realFiles.read(path)).toBe('old');
  });

  test('fails with ENOENT when the folder is not there', () => {
    expect(() => realFiles.create(join(folder, 'no', 'file'), '')).toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
  });
});

describe.each(['replace', 'replaceUnflushed'] as const)('%s', (replace) => {
  test.each(['', 'old'])('leaves the new text alone, whether there was "%s"', (old) => {
    const path = join(folder, 'last_reserved_ip.0');
    if (old !== '') writeFileSync(path, 'something much longer');
    realFiles[replace](path, '10.1.0.2');
    expect(realFiles.read(path)).toBe('10.1.0.2');
    expect(readdirSync(folder)).toEqual(['last_reserved_ip.0']);
  });

  test('leaves no temporary file when it fails', () => {
    mkdirSync(join(folder, 'taken'));
    expect(() => realFiles[replace](join(folder, 'taken'), 'text')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

test('what a killed write left behind is overwritten by the next and goes with the file', () => {
  writeFileSync(join(folder, '.cni-a.tmp'), 'left by a process that was killed');
  realFiles.replace(join(folder, 'a'), 'text');
  expect(readdirSync(folder)).toEqual(['a']);
  expect(realFiles.read(join(folder, 'a'))).toBe('text');
  writeFileSync(join(folder, '.cni-a.tmp'), 'left by another');
  expect(realFiles.remove(join(folder, 'a'))).toBe('removed');
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['create', 'replace', 'replaceUnflushed'] as const)(
  'a killed create that left its file under both names loses nothing to the next %s',
  (write) => {
    writeFileSync(join(folder, 'left'), 'whole');
    linkSync(join(folder, 'left'), join(folder, '.cni-a.tmp'));
    realFiles[write](join(folder, 'a'), 'text');
    expect(realFiles.read(join(folder, 'left'))).toBe('whole');
    expect(realFiles.read(join(folder, 'a'))).toBe('text');
    expect(readdirSync(folder)).toEqual(['a', 'left']);
  },
);

test.each([
  { name: '.cni-12-abc.tmp', temporary: true },
  { name: '10.1.0.2', temporary: false },
  { name: 'lock', temporary: false },
  { name: 'a.cni-12.tmp', temporary: false },
])('$name is a temporary name: $temporary', ({ name, temporary }) => {
  expect(isTemporaryName(name)).toBe(temporary);
  if (temporary) expect(parseAddress(name)).toBeUndefined();
});

describe('what is not there', () => {
  test('reads as undefined, lists as nothing, is absent when removed', () => {
    const path = join(folder, 'none');
    writeFileSync(join(folder, 'file'), '');
    expect(realFiles.read(path)).toBeUndefined();
    expect(realFiles.read(join(folder, 'file', 'below'))).toBeUndefined();
    expect(realFiles.list(path)).toEqual([]);
    expect(realFiles.remove(path)).toBe('absent');
    expect(realFiles.identity(path)).toBeUndefined();
    expect(realFiles.identity(folder)).toBeUndefined();
  });
});

test('list tells files, folders and others apart', () => {
  writeFileSync(join(folder, 'a'), '');
  mkdirSync(join(folder, 'b'));
  symlinkSync('a', join(folder, 'c'));
  expect(realFiles.list(folder)).toEqual([
    { name: 'a', kind: 'file' },
    { name: 'b', kind: 'folder' },
    { name: 'c', kind: 'other' },
  ]);
});

test('remove tells that it removed', () => {
  writeFileSync(join(folder, 'a'), '');
  expect(realFiles.remove(join(folder, 'a'))).toBe('removed');
  expect(readdirSync(folder)).toEqual([]);
});

test('identity is equal for hard links and differs for copies', () => {
  writeFileSync(join(folder, 'a'), 'same');
  linkSync(join(folder, 'a'), join(folder, 'b'));
  writeFileSync(join(folder, 'c'), 'same');
  expect(realFiles.identity(join(folder, 'b'))).toEqual(realFiles.identity(join(folder, 'a')));
  expect(realFiles.identity(join(folder, 'c'))).not.toEqual(realFiles.identity(join(folder, 'a')));
});

test('makeFolder makes parents and does not mind what is there', () => {
  realFiles.makeFolder(join(folder, 'x', 'y'), 0o755);
  realFiles.makeFolder(join(folder, 'x', 'y'), 0o755);
  expect(readdirSync(join(folder, 'x'))).toEqual(['y']);
});

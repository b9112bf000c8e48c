import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadNetworkList, parseNetworkList } from '../../../conformance/runtime/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'net.d-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = { readonly [path: string]: unknown };

/** Writes files: text as it is, anything else as JSON. */
function write(files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

const list = (name: string, ...types: string[]) => ({
  cniVersion: '1.1.0',
  name,
  plugins: types.map((type) => ({ type })),
});

const single = (name: string, type: string) => ({ cniVersion: '0.4.0', name, type });

interface Finding {
  readonly title: string;
  readonly files: Files;
  /** The types of the plugins in order. */
  readonly types: readonly string[];
  readonly cniVersion?: string;
}

const findings: readonly Finding[] = [
  {
    title: 'the list of that name',
    files: { '10-a.conflist': list('net', 'one', 'two') },
    types: ['one', 'two'],
  },
  {
    title: 'the first list of that name in the order of file names',
    files: {
      'b.conflist': list('net', 'second'),
      'a.conflist': list('net', 'first'),
      '0.conflist': list('other', 'x'),
    },
    types: ['first'],
  },
  {
    title: 'a list before a single plugin, whatever their file names',
    files: { '0.conf': single('net', 'single'), 'z.conflist': list('net', 'listed') },
    types: ['listed'],
  },
  {
    title: 'a single plugin in a .conf',
    files: { 'a.conf': single('net', 'x') },
    types: ['x'],
    cniVersion: '0.4.0',
  },
  {
    title: 'a single plugin in a .json, in the order of file names with those in .conf',
    files: { 'b.conf': single('net', 'second'), 'a.json': single('net', 'first') },
    types: ['first'],
    cniVersion: '0.4.0',
  },
  {
    title: 'keys of a single plugin in any letter case, as Go decodes them',
    files: { 'a.conf': { NAME: 'net', Type: 'x', CniVersion: '1.0.0' } },
    types: ['x'],
    cniVersion: '1.0.0',
  },
  {
    title: 'plugins in the folder of the network, appended in the order of file names',
    files: {
      'a.conflist': list('net', 'inline'),
      'net/20.conf': { type: 'second' },
      'net/10.conf': { type: 'first' },
      'net/30.json': { type: 'only .conf counts' },
      'other/10.conf': { type: 'of another network' },
    },
    types: ['inline', 'first', 'second'],
  },
  {
    title: 'a list without plugins of its own',
    files: { 'a.conflist': { cniVersion: '1.1.0', name: 'net' }, 'net/10.conf': { type: 'x' } },
    types: ['x'],
  },
  {
    title: 'no plugins of the folder with loadOnlyInlinedPlugins',
    files: {
      'a.conflist': { ...list('net', 'inline'), loadOnlyInlinedPlugins: true },
      'net/10.conf': { type: 'x' },
    },
    types: ['inline'],
  },
];

describe('loadNetworkList() finds', () => {
  test.each(findings)('$title', ({ files, types, cniVersion = '1.1.0' }) => {
    write(files);
    const found = loadNetworkList(folder, 'net');
    expect(found.plugins.map(({ type }) => type)).toEqual(types);
    expect(found).toMatchObject({ name: 'net', cniVersion });
  });

  test.skipIf(process.platform === 'win32')('files behind links, as mounted configurations have them', () => {
    write({ '..data/a': list('net', 'linked') });
    symlinkSync(join('..data', 'a'), join(folder, 'a.conflist'));
    expect(loadNetworkList(folder, 'net').plugins).toMatchObject([{ type: 'linked' }]);
  });
});

interface Refusal {
  readonly title: string;
  readonly files: Files;
  readonly says: string;
  /** Part of the details. */
  readonly advises?: string;
}

const refusals: readonly Refusal[] = [
  {
    title: 'a folder without configurations',
    files: { 'a.txt': '' },
    says: 'no net configurations found in',
  },
  {
    title: 'a name that no file has',
    files: { 'net.conflist': list('other', 'x') },
    says: 'no net configuration with name "net" in',
    advises: 'not the name of the file',
  },
  {
    title: 'a broken file of another network on the way',
    files: { '0.conflist': '{', 'net.conflist': list('net', 'x') },
    says: 'error parsing configuration list: ',
    advises: '0.conflist',
  },
  {
    title: 'a list in a .conf',
    files: { 'a.conf': list('net', 'x') },
    says: "error parsing configuration: missing 'type'",
    advises: 'a.conf',
  },
  {
    title: 'a plugin of the folder without a type',
    files: { 'a.conflist': list('net', 'x'), 'net/b.conf': '{}' },
    says: "error parsing configuration: missing 'type'",
    advises: join('net', 'b.conf'),
  },
  {
    title: 'a list that ends up without plugins',
    files: { 'a.conflist': { name: 'net' } },
    says: 'no plugin configs found',
    advises: 'a.conflist',
  },
  {
    title: 'a byte order mark, as the runtime of a node does',
    files: { 'a.conflist': `\ufeff${JSON.stringify(list('net', 'x'))}` },
    says: 'byte order mark',
    advises: 'a.conflist',
  },
];

describe('loadNetworkList() refuses', () => {
  test.each(refusals)('$title', ({ files, says, advises = '' }) => {
    write(files);
    const attempt = () => loadNetworkList(folder, 'net');
    expect(attempt).toThrow(says);
    expect(attempt).toThrow(expect.objectContaining({ details: expect.stringContaining(advises) }));
  });
});

describe('parseNetworkList() chooses the version', () => {
  test.each([
    { title: 'cniVersion as it is', keys: { cniVersion: '9.9.9' }, version: '9.9.9' },
    { title: 'none', keys: {}, version: '' },
    {
      title: 'the highest of cniVersions',
      keys: { cniVersions: ['0.4.0', '1.0.0', '0.3.1'] },
      version: '1.0.0',
    },
    {
      title: 'the highest of both',
      keys: { cniVersion: '1.1.0', cniVersions: ['0.4.0', '1.0.0'] },
      version: '1.1.0',
    },
    { title: 'none above ours', keys: { cniVersions: ['1.0.0', '1.2.0', '2.0.0'] }, version: '1.0.0' },
    {
      title: 'cniVersion where all are above ours',
      keys: { cniVersion: '3.0.0', cniVersions: ['2.0.0'] },
      version: '3.0.0',
    },
    { title: 'by number, not by text', keys: { cniVersions: ['0.4.0', '0.10.0'] }, version: '0.10.0' },
  ])('$title', ({ keys, version }) => {
    expect(parseNetworkList(JSON.stringify({ ...keys, name: 'net' })).cniVersion).toBe(version);
  });
});

describe('parseNetworkList() refuses in the words of libcni', () => {
  const plugins = [{ type: 'x' }];
  test.each([
    { list: null, says: 'no name' },
    { list: { name: 5 }, says: 'invalid name type float64' },
    { list: { name: 'n', cniVersion: null }, says: 'invalid cniVersion type <nil>' },
    { list: { name: 'n', cniVersions: '1.0.0' }, says: 'invalid type for cniVersions: ' },
    { list: { name: 'n', cniVersions: [1] }, says: 'invalid type for cniVersions index 0: float64' },
    { list: { name: 'n', cniVersions: ['x'] }, says: 'invalid cniVersions entry x at index 0' },
    { list: { name: 'n', cniVersion: 'x', cniVersions: [] }, says: 'invalid cniVersion x' },
    { list: { name: 'n', plugins, disableCheck: 1 }, says: 'invalid type float64 for disableCheck' },
    { list: { name: 'n', plugins, disableGC: 'yes' }, says: 'invalid value "yes" for disableGC' },
    { list: { name: 'n', plugins: [] }, says: 'no plugins in list' },
    { list: { name: 'n', plugins: {} }, says: "invalid 'plugins' type map[string]interface {}" },
    {
      list: { name: 'n', loadOnlyInlinedPlugins: true },
      says: "`loadOnlyInlinedPlugins` is true, and no 'plugins' key",
    },
    {
      list: { name: 'n', plugins: [{}] },
      says: "failed to parse plugin config 0: error parsing configuration: missing 'type'",
    },
    {
      list: { name: 'n', plugins: [5] },
      says: 'failed to parse plugin config 0: error parsing configuration: ',
    },
    {
      list: { name: 'n', plugins: [{ type: 'x', capabilities: { a: 'yes' } }] },
      says: "invalid 'capabilities'",
    },
    { list: [], says: 'error parsing configuration list: ' },
  ])('$says', ({ list: value, says }) => {
    expect(() => parseNetworkList(JSON.stringify(value))).toThrow(says);
  });
});

test('parseNetworkList() takes switches as words in any letter case', () => {
  const text = JSON.stringify({
    name: 'n',
    disableCheck: 'TRUE',
    disableGC: 'False',
    plugins: [{ type: 'x' }],
  });
  expect(parseNetworkList(text)).toMatchObject({
    disableCheck: true,
    disableGC: false,
    loadOnlyInlinedPlugins: false,
  });
});

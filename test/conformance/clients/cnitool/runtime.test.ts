import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  type ClientCommand,
  type ClientVerb,
  runClient,
} from '../../../../conformance/clients/client-command.ts';
import { cnitoolCommand, OWN_COMMAND } from '../../../../conformance/clients/client-commands.ts';
import { cachedResults, forgetResults } from '../../../../conformance/clients/result-cache.ts';
import { parseArguments } from '../../../../conformance/runtime/command-line/arguments.ts';
import { perform } from '../../../../conformance/runtime/command-line/perform.ts';
import { DEFAULT_CACHE_DIR } from '../../../../conformance/runtime/index.ts';
import { describeError } from '../../../../conformance/runtime/joined-failure.ts';
import { toCniError } from '../../../../lib/cni/error.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';

import { type RecordingPlugins, recordingPlugins } from '../../runtime/recording-plugins.ts';

const ours = OWN_COMMAND;

let theirs: ClientCommand;
let plugins: RecordingPlugins;
beforeAll(async () => {
  theirs = await cnitoolCommand();
  plugins = recordingPlugins(['one', 'two']);
});
afterAll(() => plugins.remove());

type Files = { readonly [path: string]: unknown };

const NETWORK = 'runtime-beside-cnitool';

/** A folder of configurations, for the duration of a test. */
function configurations(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'net.d-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
    forgetResults(NETWORK);
  });
  return folder;
}

const ENVIRONMENT = {
  CNI_IFNAME: 'net1',
  CNI_ARGS: 'IgnoreUnknown=1;K8S_POD_NAME=web',
  CAP_ARGS: '{"ips":["10.1.0.5"],"mac":null,"aliases":["<&>"]}',
};

function run(client: ClientCommand, verb: ClientVerb, folder: string) {
  const environment = { ...plugins.environment, ...ENVIRONMENT, NETCONFPATH: folder, CNI_PATH: plugins.path };
  return runClient(client, { verb, network: NETWORK, netns: 'some/../ns', environment, folder });
}

/** What a client did, as far as plugins and its caller see it. */
async function observed(client: ClientCommand, verbs: readonly ClientVerb[], folder: string) {
  const outcomes = [];
  for (const verb of verbs) outcomes.push({ verb, ...(await run(client, verb, folder)) });
  const calls = plugins.calls().map(({ input, ...call }) => ({ ...call, input: withoutCapabilities(input) }));
  return { outcomes, calls };
}

/** The one thing that is left out on purpose: the specification does not allow it, libcni sends it. */
function withoutCapabilities(input: string): JsonObject {
  const { capabilities: _, ...others } = JSON.parse(input);
  return others;
}

const list = (keys: object, ...entries: object[]) => ({
  cniVersion: '1.1.0',
  name: NETWORK,
  ...keys,
  plugins: entries,
});

const one = {
  type: 'one',
  capabilities: { ips: true, mac: true, dns: true },
  extra: { b: [1, 1e30], a: null },
};
const oldest = { cniVersion: '0.2.0', ip4: { ip: '10.1.0.5/24', routes: [{ dst: '0.0.0.0/0' }] } };
const LIFE: readonly ClientVerb[] = ['status', 'add', 'check', 'del', 'gc'];

describe('npm run cni does what cnitool does', () => {
  test.each<{ title: string; files: Files; verbs?: readonly ClientVerb[] }>([
    {
      title: 'with a chain',
      files: { 'a.conflist': list({}, one, { type: 'two', name: 'own' }) },
      verbs: LIFE,
    },
    {
      title: 'with a single plugin in a .json',
      files: { 'a.json': { ...one, cniVersion: '0.4.0', name: NETWORK } },
    },
    {
      title: 'with plugins in files and a choice of versions',
      files: {
        'a.conflist': { name: NETWORK, cniVersion: '0.3.1', cniVersions: ['1.0.0', '3.0.0'] },
        [`${NETWORK}/b.conf`]: { type: 'two' },
        [`${NETWORK}/a.conf`]: one,
      },
      verbs: ['add', 'check', 'gc'],
    },
    {
      title: 'with the oldest version',
      files: {
        'a.conflist': list(
          { cniVersion: '0.2.0' },
          { ...one, answers: { ADD: oldest } },
          { type: 'two', answers: { ADD: oldest } },
        ),
      },
      verbs: ['add', 'del'],
    },
    {
      title: 'with a plugin that fails and one that is chatty',
      files: {
        'a.conflist': list(
          {},
          { ...one, says: 'hello\n' },
          {
            type: 'two',
            name: 'own',
            answers: {
              ADD: { code: 11, msg: 'busy', details: 'later' },
              DEL: { code: 5, msg: 'disk' },
              GC: { code: 7, msg: 'no' },
            },
          },
        ),
      },
      verbs: ['add', 'del', 'gc'],
    },
    {
      title: 'with CHECK and GC switched off',
      files: { 'a.conflist': list({ disableCheck: true, disableGC: 'TRUE' }, one) },
      verbs: ['check', 'gc'],
    },
  ])('$title', async ({ files, verbs = ['add', 'check', 'del'] }) => {
    const folder = configurations(files);
    const expected = await observed(theirs, verbs, folder);
    forgetResults(NETWORK);
    expect(await observed(ours, verbs, folder)).toEqual(expected);
  });
});

describe('an attachment', () => {
  test.each([
    { title: 'that cnitool made is checked and deleted by ours', first: () => theirs, second: () => ours },
    { title: 'that ours made is checked and deleted by cnitool', first: () => ours, second: () => theirs },
  ])('$title', async ({ first, second }) => {
    const folder = configurations({ 'a.conflist': list({}, one) });
    expect(await run(first(), 'add', folder)).toMatchObject({ exitCode: 0 });
    plugins.calls();
    const { outcomes, calls } = await observed(second(), ['check', 'del'], folder);
    expect(outcomes.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual([
      { exitCode: 0, stderr: '' },
      { exitCode: 0, stderr: '' },
    ]);
    const prevResult = { cniVersion: '1.1.0', ips: [{ address: '10.1.0.5/24' }] };
    expect(calls).toMatchObject([{ input: { prevResult } }, { input: { prevResult } }]);
    expect(cachedResults(NETWORK)).toEqual([]);
  });

  test('is kept in the same file, byte for byte', async () => {
    const folder = configurations({ 'a.json': { ...one, name: NETWORK } });
    const kept = [];
    for (const client of [theirs, ours]) {
      await run(client, 'add', folder);
      const [name = ''] = cachedResults(NETWORK);
      kept.push({ name, text: readFileSync(join(DEFAULT_CACHE_DIR, 'results', name), 'utf8') });
      forgetResults(NETWORK);
    }
    expect(kept[1]).toEqual(kept[0]);
  });
});

describe('ours refuses what cnitool refuses, in its words or more', () => {
  const named = { name: NETWORK };
  test.each<{ title: string; files: Files }>([
    { title: 'no configurations', files: {} },
    { title: 'no list of that name', files: { 'a.conflist': { ...list({}, one), name: 'other' } } },
    { title: 'a list without name', files: { 'a.conflist': {} } },
    { title: 'a name of another type', files: { 'a.conflist': { name: 5 } } },
    { title: 'a version of another type', files: { 'a.conflist': { ...named, cniVersion: 1 } } },
    { title: 'versions of another type', files: { 'a.conflist': { ...named, cniVersions: [1] } } },
    { title: 'versions that are none', files: { 'a.conflist': { ...named, cniVersions: ['x'] } } },
    { title: 'a switch of another type', files: { 'a.conflist': { ...named, disableCheck: 1 } } },
    { title: 'a switch that is none', files: { 'a.conflist': { ...named, disableGC: 'Yes' } } },
    { title: 'plugins of another type', files: { 'a.conflist': { ...named, plugins: {} } } },
    { title: 'an empty list', files: { 'a.conflist': { ...named, plugins: [] } } },
    { title: 'a plugin without type', files: { 'a.conflist': { ...named, plugins: [{}] } } },
    { title: 'no plugins anywhere', files: { 'a.conflist': named } },
    {
      title: 'inline plugins alone where there are none',
      files: { 'a.conflist': { ...named, loadOnlyInlinedPlugins: true } },
    },
    { title: 'a list in a .conf', files: { 'a.conf': list({}, one) } },
    { title: 'a plugin that is not there', files: { 'a.conflist': list({}, { type: 'nosuch' }) } },
    { title: 'a version that has no CHECK', files: { 'a.conflist': list({ cniVersion: '0.3.1' }, one) } },
  ])('$title', async ({ files }) => {
    const folder = configurations(files);
    const { exitCode, stderr } = await run(theirs, 'check', folder);
    expect(exitCode).toBe(1);
    const words = stderr.trimEnd().replace(VERSION_PARSER, '');
    expect((await refusal(folder)).startsWith(words)).toBe(true);
  });
});

/** What Go says of text that is no version; ours says it in its own words. */
const VERSION_PARSER = /: failed to convert .*/;

/** What ours says to check, without a process for each. */
async function refusal(folder: string): Promise<string> {
  const wanted = parseArguments(['check', NETWORK, '/ns']);
  if (wanted.subcommand === 'help') throw new Error('not asked for');
  const environment = { NETCONFPATH: folder, CNI_PATH: plugins.path };
  try {
    await perform(wanted, { environment, platform: process.platform, folder }, () => {});
    return 'it was not refused';
  } catch (thrown) {
    return describeError(toCniError(thrown));
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseNetworkList } from '../../../conformance/runtime/index.ts';
import { errorOf, network, pod, prevResultOf, runtimeFixture } from './fixture.ts';

const at = runtimeFixture();

// Windows starts no scripts.
describe.skipIf(process.platform === 'win32')('ADD (§3)', () => {
  test('calls every plugin in order, each with the result of the one before', async () => {
    const second = { cniVersion: '1.0.0', ips: [{ address: '10.1.0.6/24' }] };
    const result = await at.runtime.add(network({ two: { answers: { ADD: second } } }), pod);
    const calls = at.plugins.calls();
    expect(calls.map(({ type }) => type)).toEqual(['one', 'two']);
    expect(calls.map(prevResultOf)).toEqual([
      undefined,
      { cniVersion: '1.1.0', ips: [{ address: '10.1.0.5/24' }] },
    ]);
    expect(result).toMatchObject(second);
  });

  test('sets every parameter', async () => {
    await at.runtime.add(network(), pod);
    expect(at.plugins.calls()[0]?.variables).toEqual({
      CNI_ARGS: 'IgnoreUnknown=1;K8S_POD_NAME=web',
      CNI_COMMAND: 'ADD',
      CNI_CONTAINERID: 'c1',
      CNI_IFNAME: 'eth0',
      CNI_NETNS: '/run/netns/one',
      CNI_PATH: `${join(at.cacheDir, 'not-there')}:${at.plugins.path}`,
    });
  });

  test('keeps the last result in libcni’s file, for its owner alone', async () => {
    const list = network();
    await at.runtime.add(list, pod);
    const { config, ...file } = JSON.parse(readFileSync(at.cacheFile, 'utf8'));
    expect(JSON.stringify(file)).toBe(
      '{"kind":"cniCacheV1","containerId":"c1","ifName":"eth0","networkName":"net","netns":"/run/netns/one",' +
        '"cniArgs":[["IgnoreUnknown","1"],["K8S_POD_NAME","web"]],"capabilityArgs":{"ips":["10.1.0.5"]},' +
        '"result":{"cniVersion":"1.1.0","ips":[{"address":"10.1.0.5/24"}]}}',
    );
    expect(Buffer.from(config, 'base64').toString()).toBe(list.text);
    expect(statSync(at.cacheFile).mode & 0o777).toBe(0o600);
    expect(statSync(join(at.cacheDir, 'results')).mode & 0o777).toBe(0o700);
  });

  test('stops at the first failure, keeps nothing, and undoes nothing', async () => {
    const failure = { code: 11, msg: 'busy', details: 'later' };
    const error = await errorOf(
      at.runtime.add(network({ one: { name: 'own', answers: { ADD: failure } } }), pod),
    );
    expect(error).toMatchObject({ code: 11, details: 'later' });
    expect(error.message).toBe('plugin type="one" name="own" failed (add): busy');
    expect(error.cause).toMatchObject({ code: 11, message: 'busy' });
    expect(at.plugins.commands()).toEqual(['one ADD']);
    expect(existsSync(at.cacheFile)).toBe(false);
  });

  test.each([
    { title: 'a container id', attachment: { containerId: '' }, code: 3, says: 'missing containerID' },
    {
      title: 'a proper container id',
      attachment: { containerId: '../x' },
      code: 4,
      says: 'invalid characters in containerID',
    },
    { title: 'an interface', attachment: { ifName: '' }, code: 4, says: 'interface name is empty' },
    { title: 'a proper interface', attachment: { ifName: 'a/b' }, code: 4, says: 'contains / or :' },
  ])('calls no plugin without $title', async ({ attachment, code, says }) => {
    const error = await errorOf(at.runtime.add(network(), { ...pod, ...attachment }));
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) });
    expect(at.plugins.calls()).toEqual([]);
  });

  test('says which plugin is not there, and where it was looked for', async () => {
    const list = parseNetworkList('{"cniVersion":"1.1.0","name":"net","plugins":[{"type":"nosuch"}]}');
    const error = await errorOf(at.runtime.add(list, pod));
    expect(error).toMatchObject({ code: 120, details: expect.stringContaining(at.plugins.path) });
    expect(error.message).toContain('failed to find plugin "nosuch" in path [');
  });

  test('starts nothing whose type is a path (§1)', async () => {
    const folder = basename(at.plugins.path);
    const list = parseNetworkList(
      JSON.stringify({ cniVersion: '1.1.0', name: 'net', plugins: [{ type: `../${folder}/one` }] }),
    );
    const error = await errorOf(at.runtime.add(list, pod));
    expect(error).toMatchObject({ code: 7, details: expect.stringContaining('It contains "/"') });
    expect(at.plugins.calls()).toEqual([]);
  });

  test('calls no plugin when the folder of results cannot be made', async () => {
    writeFileSync(join(at.cacheDir, 'results'), 'a file where a folder should be');
    const error = await errorOf(at.runtime.add(network(), pod));
    expect(error.message).toContain('failed to set network "net" cached result: ');
    expect(error.details).toContain('Nothing was done');
    expect(at.plugins.calls()).toEqual([]);
  });

  test('says that the attachment exists when its result cannot be kept', async () => {
    mkdirSync(at.cacheFile, { recursive: true });
    const error = await errorOf(at.runtime.add(network(), pod));
    expect(error.message).toContain('failed to set network "net" cached result: ');
    expect(error.details).toContain('The attachment was made: delete it');
  });
});

describe.skipIf(process.platform === 'win32')('CHECK (§3)', () => {
  test('gives every plugin in order the result that was kept', async () => {
    await at.runtime.add(network(), pod);
    at.plugins.calls();
    await at.runtime.check(network(), pod);
    const calls = at.plugins.calls();
    expect(calls.map(({ type, variables }) => `${type} ${variables.CNI_COMMAND}`)).toEqual([
      'one CHECK',
      'two CHECK',
    ]);
    const kept = { cniVersion: '1.1.0', ips: [{ address: '10.1.0.5/24' }] };
    expect(calls.map(prevResultOf)).toEqual([kept, kept]);
  });

  test('converts the result to the version the list has by now', async () => {
    await at.runtime.add(network(), pod);
    at.plugins.calls();
    await at.runtime.check(network({ list: { cniVersion: '0.4.0' } }), pod);
    expect(at.plugins.calls().map(prevResultOf)[0]).toMatchObject({
      cniVersion: '0.4.0',
      ips: [{ version: '4', address: '10.1.0.5/24' }],
    });
  });

  test('throws the first plugin’s error as it is', async () => {
    const error = await errorOf(
      at.runtime.check(network({ one: { answers: { CHECK: { code: 106, msg: 'gone' } } } }), pod),
    );
    expect(error).toMatchObject({ code: 106, message: 'gone' });
    expect(at.plugins.commands()).toEqual(['one CHECK']);
  });

  test.each([
    { title: 'succeeds with disableCheck', list: { disableCheck: true }, says: undefined },
    {
      title: 'is refused below 0.4.0',
      list: { cniVersion: '0.3.1', disableCheck: true },
      says: 'configuration version "0.3.1" does not support the CHECK command',
    },
    {
      title: 'is refused without a version',
      list: { cniVersion: undefined },
      says: 'configuration version ""',
    },
  ])('$title, and no plugin is called', async ({ list, says }) => {
    const message = await at.runtime.check(network({ list }), pod).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(message).toEqual(says === undefined ? undefined : expect.stringContaining(says));
    expect(at.plugins.calls()).toEqual([]);
  });

  test('fails when the result that was kept cannot be read', async () => {
    await at.runtime.add(network(), pod);
    writeFileSync(at.cacheFile, '{"kind":"cniCac');
    const error = await errorOf(at.runtime.check(network(), pod));
    expect(error.message).toContain('failed to get network "net" cached result: ');
    expect(error.message).toContain(at.cacheFile);
  });
});

describe.skipIf(process.platform === 'win32')('DEL (§3)', () => {
  test('calls the plugins in reverse with the result that was kept, and forgets it', async () => {
    await at.runtime.add(network(), pod);
    at.plugins.calls();
    await at.runtime.del(network(), pod);
    const calls = at.plugins.calls();
    expect(calls.map(({ type, variables }) => `${type} ${variables.CNI_COMMAND}`)).toEqual([
      'two DEL',
      'one DEL',
    ]);
    expect(calls.every((call) => prevResultOf(call) !== undefined)).toBe(true);
    expect(readdirSync(join(at.cacheDir, 'results'))).toEqual([]);
  });

  test('calls them without a result when none was kept', async () => {
    await at.runtime.del(network(), { ...pod, netns: '' });
    expect(at.plugins.calls().map(prevResultOf)).toEqual([undefined, undefined]);
  });

  test('gives plugins below 0.4.0 no result', async () => {
    const list = network({ list: { cniVersion: '0.3.1' } });
    await at.runtime.add(list, pod);
    at.plugins.calls();
    await at.runtime.del(list, pod);
    expect(at.plugins.calls().map(prevResultOf)).toEqual([undefined, undefined]);
    expect(existsSync(at.cacheFile)).toBe(false);
  });

  test('goes on without a result that cannot be read, and removes its file', async () => {
    await at.runtime.add(network(), pod);
    at.plugins.calls();
    writeFileSync(at.cacheFile, 'torn');
    await at.runtime.del(network(), pod);
    expect(at.plugins.calls().map(prevResultOf)).toEqual([undefined, undefined]);
    expect(existsSync(at.cacheFile)).toBe(false);
  });

  test('stops at the first failure and keeps the result for another attempt', async () => {
    await at.runtime.add(network(), pod);
    at.plugins.calls();
    const failing = network({ two: { answers: { DEL: { code: 11, msg: 'busy' } } } });
    const error = await errorOf(at.runtime.del(failing, pod));
    expect(error.message).toBe('plugin type="two" failed (delete): busy');
    expect(at.plugins.commands()).toEqual(['two DEL']);
    expect(existsSync(at.cacheFile)).toBe(true);
  });

  test('never leaves the folder of results', async () => {
    const error = await errorOf(at.runtime.del(network(), { ...pod, containerId: '../../x' }));
    expect(error.code).toBe(4);
  });
});

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRuntime, parseNetworkList } from '../../../conformance/runtime/index.ts';
import { errorOf, network, pod, runtimeFixture } from './fixture.ts';

const at = runtimeFixture();

// Windows starts no scripts.
describe.skipIf(process.platform === 'win32')('GC (§3)', () => {
  const other = { ...pod, containerId: 'c2' };

  test('deletes what is kept and not valid, with its own parameters, then calls every plugin', async () => {
    const list = network();
    await at.runtime.add(list, pod);
    await at.runtime.add(list, other);
    at.plugins.calls();
    await at.runtime.gc(list, [{ containerId: 'c1', ifName: 'eth0' }]);
    const calls = at.plugins.calls();
    expect(
      calls.map(
        ({ type, variables: { CNI_COMMAND, CNI_CONTAINERID } }) =>
          `${type} ${CNI_COMMAND} ${CNI_CONTAINERID}`,
      ),
    ).toEqual(['two DEL c2', 'one DEL c2', 'one GC ', 'two GC ']);
    expect(calls[0]?.variables).toMatchObject({
      CNI_NETNS: '/run/netns/one',
      CNI_ARGS: 'IgnoreUnknown=1;K8S_POD_NAME=web',
    });
    expect(JSON.parse(calls[2]?.input ?? '')).toMatchObject({
      'cni.dev/valid-attachments': [{ containerID: 'c1', ifname: 'eth0' }],
    });
    expect(readdirSync(join(at.cacheDir, 'results'))).toEqual(['net-c1-eth0']);
  });

  test('leaves other networks alone', async () => {
    await at.runtime.add(network({ list: { name: 'other' } }), pod);
    at.plugins.calls();
    await at.runtime.gc(network(), []);
    expect(at.plugins.commands()).toEqual(['one GC', 'two GC']);
  });

  test('tries everything and reports every failure, one a line', async () => {
    const failing = network({
      one: { answers: { GC: { code: 7, msg: 'no' } } },
      two: { answers: { DEL: { code: 11, msg: 'busy', details: 'later' }, GC: { code: 5, msg: 'disk' } } },
    });
    await at.runtime.add(failing, pod);
    at.plugins.calls();
    const error = await errorOf(at.runtime.gc(failing));
    expect(error.code).toBe(11);
    expect(error.message.split('\n')).toEqual([
      'failed to delete stale attachment c1 eth0: plugin type="two" failed (delete): busy; later',
      'failed to GC plugin one: no',
      'failed to GC plugin two: disk',
    ]);
    expect(at.plugins.commands()).toEqual(['two DEL', 'one GC', 'two GC']);
  });

  test.each([
    { title: 'with disableGC nothing is called', list: { disableGC: true }, commands: [] },
    {
      title: 'below 1.1.0 DEL is all there is',
      list: { cniVersion: '1.0.0' },
      commands: ['two DEL', 'one DEL'],
    },
  ])('$title', async ({ list, commands }) => {
    await at.runtime.add(network({ list }), pod);
    at.plugins.calls();
    await at.runtime.gc(network({ list }));
    expect(at.plugins.commands()).toEqual(commands);
  });
});

describe.skipIf(process.platform === 'win32')('STATUS and VERSION', () => {
  test('STATUS stops at the first plugin that cannot serve', async () => {
    await at.runtime.status(network());
    expect(at.plugins.commands()).toEqual(['one STATUS', 'two STATUS']);
    const error = await errorOf(
      at.runtime.status(network({ one: { answers: { STATUS: { code: 50, msg: 'not ready' } } } })),
    );
    expect(error).toMatchObject({ code: 50, message: 'not ready' });
    expect(at.plugins.commands()).toEqual(['one STATUS']);
  });

  test('STATUS below 1.1.0 calls nothing', async () => {
    await at.runtime.status(network({ list: { cniVersion: '1.0.0' } }));
    expect(at.plugins.calls()).toEqual([]);
  });

  test('validation asks every plugin, and gives the capabilities of all', async () => {
    const list = network({
      one: { capabilities: { ips: true, mac: false } },
      two: { capabilities: { ips: true, dns: true } },
    });
    expect(await at.runtime.validate(list)).toEqual(['ips', 'dns']);
    expect(at.plugins.calls()[0]).toMatchObject({
      variables: { CNI_COMMAND: 'VERSION', CNI_NETNS: 'dummy', CNI_IFNAME: 'dummy', CNI_PATH: 'dummy' },
      input: '{"cniVersion":"1.1.0"}',
    });
  });

  test('validation refuses a version that a plugin does not speak', async () => {
    const error = await errorOf(at.runtime.validate(network({ list: { cniVersion: '0.3.1' } })));
    expect(error.message).toContain('plugin one does not support config version "0.3.1"');
    expect(error.message).toContain('plugin two does not support config version "0.3.1"');
  });

  test.each([
    {
      title: 'a plugin of 0.1.0 by its error',
      printed: { code: 4, msg: 'unknown CNI_COMMAND: VERSION' },
      versions: ['0.1.0'],
    },
    {
      title: 'a plugin of 0.2.0 by the key it lacks',
      printed: { cniVersion: '0.2.0' },
      versions: ['0.1.0', '0.2.0'],
    },
  ])('VERSION knows $title', async ({ printed, versions }) => {
    at.plugins.write('old', `print(${JSON.stringify(printed)}); process.exit(${'code' in printed ? 1 : 0})`);
    expect((await at.runtime.versions('old')).supportedVersions).toEqual(versions);
  });

  test.each([
    {
      title: 'without cniVersion',
      printed: '{"supportedVersions":["1.0.0"]}',
      says: 'missing field cniVersion',
    },
    { title: 'without versions', printed: '{"cniVersion":"1.0.0"}', says: 'missing field supportedVersions' },
    { title: 'that is no JSON', printed: 'hello', says: 'missing field cniVersion' },
  ])('VERSION refuses an answer $title', async ({ printed, says }) => {
    at.plugins.write('odd', `print(${JSON.stringify(printed)})`);
    await expect(at.runtime.versions('odd')).rejects.toThrow(says);
  });
});

describe.skipIf(process.platform === 'win32')('a plugin', () => {
  test('that is heard on standard error is passed on, whether it fails or not', async () => {
    await at.runtime.status(network({ one: { says: 'hello ' } }));
    await errorOf(
      at.runtime.status(network({ one: { says: 'there', answers: { STATUS: { code: 50, msg: 'x' } } } })),
    );
    expect(at.stderr).toEqual(['hello ', 'there']);
  });

  test('that never ends is killed at the time limit', async () => {
    at.plugins.write('slow', 'setInterval(() => {}, 1000)');
    const impatient = createRuntime({ binDirs: [at.plugins.path], cacheDir: at.cacheDir, timeLimitMs: 300 });
    const list = parseNetworkList('{"cniVersion":"1.1.0","name":"net","plugins":[{"type":"slow"}]}');
    expect((await errorOf(impatient.status(list))).code).toBe(122);
  });

  test('inherits no parameter of the program the runtime is part of', async () => {
    const inside = createRuntime({
      binDirs: [at.plugins.path],
      cacheDir: at.cacheDir,
      environment: {
        ...at.plugins.environment,
        CNI_CONTAINERID: 'outer',
        CNI_ARGS: 'A=b',
        CNI_COMMAND: 'ADD',
      },
    });
    await inside.status(network());
    expect(at.plugins.calls()[0]?.variables).toMatchObject({
      CNI_COMMAND: 'STATUS',
      CNI_CONTAINERID: '',
      CNI_ARGS: '',
    });
  });
});

describe.skipIf(process.platform === 'win32')('the cache', () => {
  test('gives back what was kept', async () => {
    const list = network();
    await at.runtime.add(list, pod);
    expect(at.runtime.cachedResult(list, pod)).toMatchObject({ ips: [{ address: '10.1.0.5/24' }] });
    expect(at.runtime.cachedAttachments()).toMatchObject([
      { ...pod, networkName: 'net', listText: list.text },
    ]);
    expect(at.runtime.cachedResult(list, { ...pod, ifName: 'eth1' })).toBeUndefined();
  });

  test('reads a file of an older libcni, a result without anything around', async () => {
    await at.runtime.add(network(), pod);
    writeFileSync(
      at.cacheFile,
      '{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.1.0.7/24"}],"dns":{}}',
    );
    expect(at.runtime.cachedResult(network(), pod)).toMatchObject({
      cniVersion: '1.1.0',
      ips: [{ address: '10.1.0.7/24' }],
    });
    expect(at.runtime.cachedAttachments()).toEqual([]);
  });
});

import { copyFileSync, existsSync, linkSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CniError } from '../../../lib/cni/error.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import type { Parameters } from '../../../lib/cni/parameters.ts';
import { DelegateAddFailure } from '../../../lib/delegate/add-failure.ts';
import type { Invocable } from '../../../lib/delegate/bundle.ts';
import { delegatesOf } from '../../../lib/delegate/delegates-of.ts';
import type { FileIdentity, Files } from '../../../lib/host/files.ts';
import type { Host } from '../../../lib/host/host.ts';
import type { Processes } from '../../../lib/host/processes.ts';
import { realFiles } from '../../../lib/host/real-files.ts';
import { realProcesses } from '../../../lib/host/real-processes.ts';
import { type PluginFolder, pluginFolder } from './plugin-scripts.ts';

let folder: PluginFolder;
beforeEach(() => {
  folder = pluginFolder();
});
afterEach(() => folder.remove());

interface ToyCall {
  readonly config: JsonObject;
  readonly parameters: Parameters;
  readonly host: Host;
}

/** A plugin inside this program: notes its calls, and fails those of `failing`. */
function toyPlugin(...failing: readonly string[]) {
  const calls: ToyCall[] = [];
  const invocable: Invocable = async (config, parameters, host) => {
    calls.push({ config, parameters, host });
    const { command } = parameters;
    if (failing.includes(command)) {
      throw new CniError({ code: 110, msg: `toy cannot ${command}`, details: 'it is a toy' });
    }
    return command === 'ADD' ? { cniVersion: '1.0.0', ips: [{ address: '10.0.0.5/24' }] } : undefined;
  };
  return { calls, invocable, commands: () => calls.map(({ parameters }) => parameters.command) };
}

/** Delegation for a program installed at `executable` that holds the plugin `toy`. */
function delegation(invocable: Invocable, executable: string, more: Partial<Host> = {}) {
  const unused = () => {
    throw new Error('no part of this test');
  };
  const host: Omit<Host, 'delegates'> = {
    platform: process.platform,
    environment: {},
    files: realFiles,
    locks: { hold: unused },
    processes: realProcesses(() => {}),
    log: { warn: unused },
    hns: unused,
    ...more,
  };
  return delegatesOf({ bundle: { toy: async () => invocable }, executable, host });
}

function parameters(): Parameters {
  return {
    command: 'CHECK',
    containerId: 'c1',
    netns: 'none',
    ifName: 'eth0',
    args: 'A=b',
    path: folder.path,
  };
}

const config = { type: 'toy', name: 'net', cniVersion: '1.0.0' };
const delegate = { type: 'toy', config };

describe.skipIf(process.platform === 'win32')('a delegate that is this very file', () => {
  let program = '';
  beforeEach(() => {
    program = folder.write('flannel', 'print("executed"); process.exit(9)');
    linkSync(program, join(folder.path, 'toy'));
  });

  test('is called in this process with the same parameters and the command replaced', async () => {
    const toy = toyPlugin();
    const delegates = delegation(toy.invocable, program);
    expect(await delegates.add(delegate, parameters())).toMatchObject({ ips: [{ address: '10.0.0.5/24' }] });
    await delegates.check(delegate, parameters());
    await delegates.del(delegate, parameters());
    await delegates.gc(delegate, parameters());
    await delegates.status(delegate, parameters());
    expect(toy.commands()).toEqual(['ADD', 'CHECK', 'DEL', 'GC', 'STATUS']);
    expect(toy.calls[0]).toMatchObject({ config, parameters: { ...parameters(), command: 'ADD' } });
    expect(toy.calls[0]?.host.delegates).toBe(delegates);
  });

  test('is executed when its name is none of the bundle’s', async () => {
    linkSync(program, join(folder.path, 'other'));
    const toy = toyPlugin();
    const failure = delegation(toy.invocable, program).del({ type: 'other', config }, parameters());
    await expect(failure).rejects.toMatchObject({
      code: 121,
      message: expect.stringContaining('exit status 9'),
    });
    expect(toy.calls).toEqual([]);
  });

  test('fails with its own code and message, and the details name it', async () => {
    const failure = delegation(toyPlugin('CHECK').invocable, program).check(delegate, parameters());
    await expect(failure).rejects.toMatchObject({
      code: 110,
      message: 'toy cannot CHECK',
      details: `it is a toy. Reported by delegate "toy" (${join(folder.path, 'toy')})`,
    });
  });

  test('is asked to DEL when its ADD fails, and the failure of ADD is the one reported (§4)', async () => {
    const toy = toyPlugin('ADD');
    const failure: unknown = await delegation(toy.invocable, program)
      .add(delegate, parameters())
      .catch((error: unknown) => error);
    expect(toy.commands()).toEqual(['ADD', 'DEL']);
    expect(toy.calls[1]?.config).toEqual(config);
    expect(failure).toBeInstanceOf(DelegateAddFailure);
    expect(failure).toMatchObject({ code: 110, message: 'toy cannot ADD', undone: true });
  });

  test('whose DEL fails as well reports ADD’s failure with that in its details', async () => {
    const toy = toyPlugin('ADD', 'DEL');
    await expect(delegation(toy.invocable, program).add(delegate, parameters())).rejects.toMatchObject({
      code: 110,
      message: 'toy cannot ADD',
      details: expect.stringMatching(/^it is a toy\. .*Its DEL failed as well.*toy cannot DEL: it is a toy/),
      undone: false,
    });
  });
});

describe.skipIf(process.platform === 'win32')('a delegate that is another file', () => {
  const record = 'appendFileSync(__dirname + "/record", process.env.CNI_COMMAND + input() + "\\n");';
  const recorded = () => readFileSync(join(folder.path, 'record'), 'utf8').trim().split('\n');

  test('is executed, even a copy of this one', async () => {
    const program = folder.write('flannel', `${record} print({ cniVersion: '1.0.0' })`);
    copyFileSync(program, join(folder.path, 'toy'));
    const toy = toyPlugin();
    const result = await delegation(toy.invocable, program).add(delegate, parameters());
    expect(result).toMatchObject({ cniVersion: '1.0.0' });
    expect(toy.calls).toEqual([]);
    expect(recorded()).toEqual([`ADD${JSON.stringify(config)}`]);
  });

  test.each([
    { title: 'fails', body: 'print({ code: 103, msg: "refused" }); process.exitCode = 1', code: 103 },
    { title: 'succeeds without a result', body: 'print("ok")', code: 121 },
  ])('is asked to DEL when its ADD $title', async ({ body, code }) => {
    folder.write('toy', `${record} if (process.env.CNI_COMMAND === 'ADD') { ${body} }`);
    const failure = delegation(toyPlugin().invocable, process.execPath).add(delegate, parameters());
    await expect(failure).rejects.toMatchObject({
      code,
      undone: true,
      details: expect.stringContaining('Reported by delegate "toy"'),
    });
    expect(recorded()).toEqual(['ADD', 'DEL'].map((command) => command + JSON.stringify(config)));
  });

  test('that is in no folder of CNI_PATH is not asked anything', async () => {
    const failure: unknown = await delegation(toyPlugin().invocable, process.execPath)
      .add(delegate, parameters())
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 120, details: expect.stringContaining(folder.path) });
    expect(failure).not.toBeInstanceOf(DelegateAddFailure);
    expect(existsSync(join(folder.path, 'record'))).toBe(false);
  });
});

describe('on Windows', () => {
  const images = ['c:\\k\\cni\\flannel.exe', 'c:\\k\\cni\\toy.exe'];
  /** Both names are links to one image; any letter case will do, as on NTFS. */
  const identity: Files['identity'] = (path) =>
    images.includes(path.toLowerCase()) ? ('1:2' as FileIdentity) : undefined;

  test.each(['toy', 'Toy', 'TOY.exe', 'toy.EXE'])(
    '%s of this file is called in this process',
    async (type) => {
      const toy = toyPlugin();
      const files = { ...realFiles, identity };
      const delegates = delegation(toy.invocable, 'C:\\k\\cni\\flannel.exe', { platform: 'win32', files });
      await delegates.del({ type, config }, { ...parameters(), path: 'C:\\k\\cni' });
      expect(toy.commands()).toEqual(['DEL']);
    },
  );
});

describe('a delegate that hangs', () => {
  test('has two minutes for ADD and half a minute for each DEL after it, so that kubelet is still there to be told', async () => {
    const limits: string[] = [];
    const processes: Processes = {
      async run({ environment, timeoutMs }) {
        limits.push(`${environment.CNI_COMMAND} ${timeoutMs / 1000} s`);
        return { stdout: '', stderr: '', reason: { kind: 'timed out', afterMs: timeoutMs } };
      },
    };
    folder.write('stuck', '');
    const delegates = delegation(toyPlugin().invocable, '/elsewhere', { processes });
    const stuck = { type: 'stuck', config };
    await expect(delegates.add(stuck, parameters())).rejects.toMatchObject({ code: 122, undone: false });
    await expect(delegates.del(stuck, parameters())).rejects.toMatchObject({ code: 122 });
    expect(limits).toEqual(['ADD 120 s', 'DEL 30 s', 'DEL 30 s']);
  });

  test('does not shorten the time of others while none has hung', async () => {
    const limits: number[] = [];
    const processes: Processes = {
      async run({ timeoutMs }) {
        limits.push(timeoutMs);
        return { stdout: '', stderr: '', reason: { kind: 'exited', exitCode: 1 } };
      },
    };
    folder.write('failing', '');
    const delegates = delegation(toyPlugin().invocable, '/elsewhere', { processes });
    await expect(delegates.add({ type: 'failing', config }, parameters())).rejects.toMatchObject({
      code: 121,
    });
    expect(limits).toEqual([120_000, 120_000]);
  });
});

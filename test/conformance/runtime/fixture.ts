import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  type ContainerAttachment,
  createRuntime,
  type NetworkList,
  parseNetworkList,
  type Runtime,
} from '../../../conformance/runtime/index.ts';
import { CniError } from '../../../lib/cni/error.ts';
import { type RecordingPlugins, recordingPlugins } from './recording-plugins.ts';

/** A runtime with the recording plugins `one` and `two`, and a cache of its own for each test. */
export interface Fixture {
  readonly plugins: RecordingPlugins;
  readonly cacheDir: string;
  readonly runtime: Runtime;
  /** The file of `pod` on the network `net`. */
  readonly cacheFile: string;
  /** What plugins wrote to standard error in this test. */
  readonly stderr: readonly string[];
}

/** Sets up a fixture for the tests of a file; its members may be looked at in tests alone. */
export function runtimeFixture(): Fixture {
  let plugins: RecordingPlugins;
  let cacheDir: string;
  let runtime: Runtime;
  let stderr: string[];
  beforeAll(() => {
    plugins = recordingPlugins(['one', 'two']);
  });
  afterAll(() => plugins.remove());
  beforeEach(() => {
    cacheDir = mkdtempSync(join(tmpdir(), 'cni-cache-'));
    stderr = [];
    runtime = createRuntime({
      binDirs: [join(cacheDir, 'not-there'), plugins.path],
      cacheDir,
      environment: plugins.environment,
      onStderr: (text) => stderr.push(text),
    });
    plugins.calls();
  });
  afterEach(() => rmSync(cacheDir, { recursive: true, force: true }));
  return {
    get plugins() {
      return plugins;
    },
    get cacheDir() {
      return cacheDir;
    },
    get runtime() {
      return runtime;
    },
    get cacheFile() {
      return join(cacheDir, 'results', 'net-c1-eth0');
    },
    get stderr() {
      return stderr;
    },
  };
}

/** A pod with every parameter. */
export const pod: ContainerAttachment = {
  containerId: 'c1',
  ifName: 'eth0',
  netns: '/run/netns/one',
  args: [
    ['IgnoreUnknown', '1'],
    ['K8S_POD_NAME', 'web'],
  ],
  capabilityArgs: { ips: ['10.1.0.5'] },
};

type Keys = { readonly [key: string]: unknown };

/** A list of the plugins `one` and `two`, with keys of each. */
export function network(
  keys: { readonly list?: Keys; readonly one?: Keys; readonly two?: Keys } = {},
): NetworkList {
  const types = [
    { type: 'one', ...keys.one },
    { type: 'two', ...keys.two },
  ];
  return parseNetworkList(JSON.stringify({ cniVersion: '1.1.0', name: 'net', ...keys.list, plugins: types }));
}

/** What a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<CniError> {
  const thrown = await promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
  if (thrown instanceof CniError) return thrown;
  throw thrown;
}

/** The `prevResult` a call got. */
export function prevResultOf({ input }: { readonly input: string }): unknown {
  return JSON.parse(input).prevResult;
}

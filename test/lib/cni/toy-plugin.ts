import type { ConfigurationForm, NetworkConfig } from '../../../lib/cni/configuration.ts';
import { definePlugin, type Operations } from '../../../lib/cni/plugin.ts';
import { type ProgramOutput, run } from '../../../lib/cni/run.ts';

type ToyOperations = Partial<Operations<NetworkConfig, undefined>>;

const form: ConfigurationForm<NetworkConfig> = {
  spelling: {
    keys: {
      name: {},
      cniVersion: {},
      prevResult: {},
      'cni.dev/valid-attachments': { items: { keys: { containerID: {}, ifname: {} } } },
      ipam: { keys: { type: {}, ranges: { items: { items: { keys: { subnet: {} } } } } } },
    },
  },
  validate: () => true,
};

/** A plugin that assigns nothing and remembers nothing, with the operations of a test in place. */
export function toyPlugin(operations: ToyOperations = {}) {
  return definePlugin<NetworkConfig, undefined>({
    name: 'toy',
    about: 'a plugin for tests',
    form,
    add: async () => ({ cniVersion: '1.1.0', ips: [{ address: '10.1.2.3/24' }] }),
    check: async () => {},
    del: async () => {},
    gc: async () => {},
    status: async () => {},
    ...operations,
  });
}

/** Every variable a runtime sets for an attachment. */
export const attachmentEnvironment = {
  CNI_COMMAND: 'ADD',
  CNI_CONTAINERID: 'c1',
  CNI_NETNS: '8c1b2a3d-4e5f-6071-8293-a4b5c6d7e8f9',
  CNI_IFNAME: 'eth0',
  CNI_PATH: '/opt/cni/bin',
};

/** Runs the toy plugin as a process would be run. */
export function runToy(
  environment: Record<string, string>,
  stdin: string | Uint8Array | object,
  operations: ToyOperations = {},
  platform: NodeJS.Platform = 'linux',
): Promise<ProgramOutput> {
  const bytes =
    stdin instanceof Uint8Array
      ? stdin
      : Buffer.from(typeof stdin === 'string' ? stdin : JSON.stringify(stdin));
  const input = { environment, platform, readStdin: () => bytes, release: '1.2.3' };
  return run(toyPlugin(operations), input, () => undefined);
}

/** The error object on standard output. */
export function errorOf(output: ProgramOutput): {
  code: number;
  msg: string;
  details?: string;
  cniVersion: string;
} {
  return JSON.parse(output.stdout);
}

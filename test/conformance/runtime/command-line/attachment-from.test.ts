import { expect, test } from 'vitest';
import { parseArguments } from '../../../../conformance/runtime/command-line/arguments.ts';
import { attachmentFrom } from '../../../../conformance/runtime/command-line/attachment-from.ts';
import type { Environment } from '../../../../lib/cni/environment.ts';

interface Call {
  readonly words?: readonly string[];
  readonly environment?: Environment;
  readonly platform?: NodeJS.Platform;
}

function attachmentOf({ words = ['/ns'], environment = {}, platform = 'linux' }: Call) {
  const wanted = parseArguments(['add', 'net', ...words]);
  if (wanted.subcommand === 'help') throw new Error('not asked for');
  return attachmentFrom(wanted, { environment, platform, folder: platform === 'win32' ? 'C:\\cwd' : '/cwd' });
}

const GUID = '3b1f0c7e-9d52-4f6a-8e21-0a6c5d4b7f10';

test('the container id is cnitool’s for the same namespace', () => {
  expect(attachmentOf({}).containerId).toBe('cnitool-a615c0469d4cdb4dc6ab');
  expect(attachmentOf({ words: ['/ns/'] }).containerId).toBe('cnitool-a615c0469d4cdb4dc6ab');
});

test.each([
  { title: 'a path', words: ['/run/netns/a'], netns: '/run/netns/a' },
  { title: 'a relative path, made absolute', words: ['a/../b'], netns: '/cwd/b' },
  {
    title: 'a path of Windows, made absolute',
    words: ['a'],
    platform: 'win32' as const,
    netns: 'C:\\cwd\\a',
  },
  { title: 'a namespace GUID, as it is', words: [GUID], platform: 'win32' as const, netns: GUID },
  { title: 'none, as it is', words: ['none'], platform: 'win32' as const, netns: 'none' },
  { title: 'a container, as it is', words: ['container:c1'], netns: 'container:c1' },
])('the namespace is $title', ({ netns, ...call }) => {
  expect(attachmentOf(call).netns).toBe(netns);
});

test.each([
  { title: 'eth0 by default', ifName: 'eth0' },
  { title: 'of the environment', environment: { CNI_IFNAME: 'eth1' }, ifName: 'eth1' },
  { title: 'eth0 where the environment has it empty', environment: { CNI_IFNAME: '' }, ifName: 'eth0' },
  {
    title: 'of the option first',
    words: ['/ns', '--ifname', 'eth2'],
    environment: { CNI_IFNAME: 'eth1' },
    ifName: 'eth2',
  },
])('the interface is $title', ({ ifName, ...call }) => {
  expect(attachmentOf(call).ifName).toBe(ifName);
});

test('arguments and capability arguments are those of the environment', () => {
  const environment = { CNI_ARGS: 'A=1;B=2', CAP_ARGS: '{"ips":["10.1.0.5"]}' };
  expect(attachmentOf({ environment })).toMatchObject({
    args: [
      ['A', '1'],
      ['B', '2'],
    ],
    capabilityArgs: { ips: ['10.1.0.5'] },
  });
});

test.each([
  { environment: { CNI_ARGS: 'a=' }, says: 'invalid CNI_ARGS pair "a="' },
  { environment: { CNI_ARGS: 'a=b;' }, says: 'invalid CNI_ARGS pair ""' },
  { environment: { CNI_ARGS: 'a=b=c' }, says: 'invalid CNI_ARGS pair "a=b=c"' },
  { environment: { CAP_ARGS: '[]' }, says: 'CAP_ARGS is not a JSON object: found []' },
  { environment: { CAP_ARGS: '{' }, says: 'CAP_ARGS is not a JSON object' },
])('refuses $environment', ({ environment, says }) => {
  expect(() => attachmentOf({ environment })).toThrow(says);
});

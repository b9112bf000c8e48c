import { expect, test } from 'vitest';
import { parseArguments } from '../../../../conformance/runtime/command-line/arguments.ts';

test.each([
  {
    words: ['add', 'net', '/ns'],
    wanted: { subcommand: 'add', network: 'net', netns: '/ns', verbose: false },
  },
  { words: ['del', 'net', '/ns', '-i', 'eth1'], wanted: { subcommand: 'del', ifName: 'eth1' } },
  { words: ['check', '--container-id', 'c1', 'net', '/ns'], wanted: { containerId: 'c1', netns: '/ns' } },
  { words: ['status', 'net'], wanted: { subcommand: 'status', netns: '' } },
  { words: ['status', 'net', '/ns', '-v'], wanted: { netns: '/ns', verbose: true } },
  { words: ['gc', 'net', '/ns'], wanted: { subcommand: 'gc', valid: undefined } },
  { words: ['gc', 'net', '--valid', ''], wanted: { valid: [] } },
  {
    words: ['gc', 'net', '--valid', 'c1/eth0,c2/eth1'],
    wanted: {
      valid: [
        { containerId: 'c1', ifName: 'eth0' },
        { containerId: 'c2', ifName: 'eth1' },
      ],
    },
  },
  { words: ['version', 'net', '--cache-dir', 'cache'], wanted: { subcommand: 'version', cacheDir: 'cache' } },
  { words: ['--help'], wanted: { subcommand: 'help' } },
  { words: ['help'], wanted: { subcommand: 'help' } },
])('understands "$words"', ({ words, wanted }) => {
  expect(parseArguments(words)).toMatchObject(wanted);
});

test.each([
  { words: [], says: 'a subcommand is missing' },
  { words: ['ADD', 'net', '/ns'], says: '"ADD" is none of add, check' },
  { words: ['add'], says: 'add needs the name of a network' },
  { words: ['add', 'net'], says: 'add needs the namespace of the container after "net"' },
  { words: ['add', 'net', '/ns', 'more'], says: 'nothing is known to do with "more"' },
  { words: ['add', 'net', '/ns', '--valid', 'c1/eth0'], says: '--valid is for gc alone' },
  { words: ['gc', 'net', '--valid', 'c1'], says: '--valid takes ID/IFNAME, such as c1/eth0, found "c1"' },
  { words: ['add', '--nosuch'], says: '--nosuch' },
])('refuses "$words": $says', ({ words, says }) => {
  expect(() => parseArguments(words)).toThrow(says);
});

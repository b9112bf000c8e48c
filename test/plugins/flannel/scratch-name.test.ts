import { describe, expect, test } from 'vitest';
import { checkedSandboxId, parseScratchName, scratchName } from '../../../plugins/flannel/scratch-name.ts';

describe('scratchName()', () => {
  test.each([
    { ifName: 'eth0', name: 'c1' },
    { ifName: 'eth1', name: 'c1@eth1' },
    { ifName: 'net.5', name: 'c1@net%2e5' },
    { ifName: 'a*b?<', name: 'c1@a%2ab%3f%3c' },
    { ifName: 'x\\..\\y', name: 'c1@x%5c%2e%2e%5cy' },
    { ifName: 'Eth1', name: 'c1@%45th1' },
    { ifName: 'a@b%', name: 'c1@a%40b%25' },
    { ifName: 'é', name: 'c1@%c3%a9' },
  ])('of $ifName is $name, and back', ({ ifName, name }) => {
    expect(scratchName({ containerId: 'c1', ifName })).toBe(name);
    expect(parseScratchName(name)).toEqual({ containerId: 'c1', ifName });
  });
});

test.each(['.cni-1.tmp', 'a b', 'c1@', 'c1@%zz', '@eth1', 'c1@a@b', 'c1~'])(
  'parseScratchName() takes %s for no scratch file',
  (name) => {
    expect(parseScratchName(name)).toBeUndefined();
  },
);

describe('checkedSandboxId()', () => {
  const guid = '2f6cd8a2-5b1c-4c39-8f2a-0d1a8f6f2b11';
  test.each([
    { netns: '', id: 'c1' },
    { netns: 'none', id: 'c1' },
    { netns: guid, id: 'c1' },
    { netns: 'container:abc', id: 'abc' },
  ])('of CNI_NETNS $netns is $id', ({ netns, id }) => {
    expect(checkedSandboxId({ containerId: 'c1', netns })).toBe(id);
  });

  test.each(['container:', 'container:..\\y', 'container:a/b', 'container:a:b', 'container:.'])(
    'refuses CNI_NETNS %s, which would leave the folder',
    (netns) => {
      expect(() => checkedSandboxId({ containerId: 'c1', netns })).toThrow('CNI_NETNS names no container');
    },
  );
});

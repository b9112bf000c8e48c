import { describe, expect, test } from 'vitest';
import {
  endpointName,
  endpointNamesInUse,
  isAttachmentEndpointName,
  sandboxIdOf,
} from '../../../lib/hns/endpoint-name.ts';

describe('endpointName()', () => {
  test.each([
    {
      ifName: 'eth0',
      netns: 'c7a1d8e4-2b6f-4d39-9e07-84f1a3b5c2d6',
      name: 'c1_cbr0',
      as: 'the Go plugins name it',
    },
    {
      ifName: 'net1',
      netns: 'c7a1d8e4-2b6f-4d39-9e07-84f1a3b5c2d6',
      name: 'c1_cbr0_net1',
      as: 'a second interface',
    },
    { ifName: 'eth0', netns: 'none', name: 'c1_cbr0', as: 'the sandbox container of dockershim' },
    { ifName: 'eth0', netns: 'container:pause', name: 'pause_cbr0', as: 'a container that shares a network' },
  ])('$name: $as', ({ ifName, netns, name }) => {
    expect(endpointName({ sandboxId: sandboxIdOf('c1', netns), network: 'cbr0', ifName })).toBe(name);
  });
});

describe('isAttachmentEndpointName()', () => {
  test.each([
    { name: 'c1_cbr0', ours: true, what: 'an attachment' },
    { name: 'c1_cbr0_net1', ours: true, what: 'a second interface' },
    { name: 'a_b_cbr0', ours: true, what: 'a container id with an underscore' },
    { name: 'cbr0_ep', ours: false, what: "flanneld's endpoint" },
    { name: '', ours: false, what: "kube-proxy's nameless endpoint" },
    { name: '_cbr0', ours: false, what: 'no container' },
    { name: 'c1_vxlan0', ours: false, what: 'another network' },
    { name: 'c1_cbr0_', ours: false, what: 'an empty interface name' },
    { name: 'c1_cbr0_0123456789abcdef', ours: false, what: 'an interface name that is too long' },
    { name: 'my endpoint_cbr0', ours: false, what: 'no container id' },
    { name: 'c1_cbr', ours: false, what: 'part of the name' },
  ])('"$name" is $what: $ours', ({ name, ours }) => {
    expect(isAttachmentEndpointName(name, 'cbr0')).toBe(ours);
  });

  test("flanneld's endpoint on a network called ep is the host's too", () => {
    expect(isAttachmentEndpointName('ep_ep', 'ep')).toBe(false);
  });
});

test.each([
  { present: [], names: ['c1_cbr0', 'c1_cbr0_net1', 'c2_cbr0'], what: 'and the one an older plugin gave' },
  { present: ['c1_cbr0', 'c1_cbr0_net1'], names: ['c1_cbr0_net1', 'c2_cbr0'], what: 'alone if it is there' },
])('names in use: each attachment has its own, $what', ({ present, names }) => {
  const attachments = [
    { containerId: 'c1', ifName: 'net1' },
    { containerId: 'c2', ifName: 'eth0' },
  ];
  expect([...endpointNamesInUse(attachments, 'cbr0', present)].sort()).toEqual(names);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { binFolder, executable, packagers, plugins, runExecutable, shownPath } from './executable.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-bad-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Configurations that would be all right for each plugin, but for what a row puts in. */
const ipam = { type: 'host-local', subnet: '10.1.0.0/24', dataDir: shownPath(folder) };
const good = {
  cniVersion: '1.1.0',
  name: 'n',
  ipam,
  subnetFile: shownPath(join(folder, 'none')),
  dataDir: shownPath(folder),
};

const deep = '['.repeat(200_000);

const rows: readonly { reason: string; stdin: string | Uint8Array; environment?: Record<string, string> }[] =
  [
    { reason: 'nothing on standard input', stdin: '' },
    { reason: 'an array', stdin: '[]' },
    { reason: 'a configuration cut short', stdin: JSON.stringify(good).slice(0, 40) },
    { reason: 'a configuration nested 200,000 levels', stdin: `{"name":"n","ipam":${deep}` },
    { reason: '12 MB of configuration', stdin: JSON.stringify({ ...good, padding: 'x'.repeat(12_000_000) }) },
    { reason: '12 MB of noise', stdin: new Uint8Array(12_000_000).fill(0xfe) },
    { reason: 'bytes that are not UTF-8 in the name', stdin: Buffer.from('{"name":"\xff\xfe"}', 'latin1') },
    { reason: 'a name that climbs', stdin: JSON.stringify({ ...good, name: '../../etc' }) },
    { reason: 'an ipam that is a string', stdin: JSON.stringify({ ...good, ipam: 'x' }) },
    { reason: 'an ipam that is a list', stdin: JSON.stringify({ ...good, ipam: [] }) },
    {
      reason: 'an ipam type that climbs',
      stdin: JSON.stringify({ ...good, ipam: { type: '../host-local' }, delegate: { type: '../x' } }),
    },
    {
      reason: 'a prevResult that is a number',
      stdin: JSON.stringify({ ...good, prevResult: 5 }),
      environment: { CNI_COMMAND: 'CHECK' },
    },
    {
      reason: 'a DNS setting that is no list',
      stdin: JSON.stringify({ ...good, dns: { nameservers: 'x' }, ipam: { ...ipam, subnet: 5 } }),
    },
    {
      reason: 'a container id that climbs',
      stdin: JSON.stringify(good),
      environment: { CNI_CONTAINERID: '../x' },
    },
    {
      reason: 'an interface name with a slash',
      stdin: JSON.stringify(good),
      environment: { CNI_IFNAME: '../eth0' },
    },
    { reason: 'an unknown command', stdin: JSON.stringify(good), environment: { CNI_COMMAND: 'FOO' } },
    { reason: 'a version of the future', stdin: JSON.stringify({ ...good, cniVersion: '9.0.0' }) },
    {
      reason: 'a GC list of the wrong form',
      stdin: JSON.stringify({ ...good, 'cni.dev/valid-attachments': [{ containerID: 5 }] }),
      environment: { CNI_COMMAND: 'GC' },
    },
  ];

describe.each(packagers)('bad input to the %s executables', (packager) => {
  describe.each(plugins)('%s', (plugin) => {
    test.each(rows)('answers $reason with a CNI error and nothing else', async ({ stdin, environment }) => {
      const outcome = await runExecutable(executable(packager, plugin), {
        environment: {
          CNI_COMMAND: 'ADD',
          CNI_CONTAINERID: 'c1',
          CNI_NETNS: '8c1b2a3d-4e5f-6071-8293-a4b5c6d7e8f9',
          CNI_IFNAME: 'eth0',
          CNI_PATH: shownPath(binFolder(packager)),
          ...environment,
        },
        stdin,
      });
      expect(outcome.exitCode).toBe(1);
      const error = JSON.parse(outcome.stdout);
      expect(error).toMatchObject({ code: expect.any(Number), msg: expect.stringMatching(/.{8}/) });
      expect(error.code).not.toBe(999);
      expect(outcome.stdout + outcome.stderr).not.toMatch(/\n\s+at |node:internal|\$bunfs/);
    });
  });
});

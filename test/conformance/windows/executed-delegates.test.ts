import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../../conformance/windows/machine/windows-machine.ts';
import { executable, type Packager, packagers, shownPath } from '../../executables/executable.ts';
import { SUBNET_ENV } from '../../executables/packaged-node.ts';
import { temporaryFolder } from './folders.ts';

/**
 * Has flannel delegate to a file in `folder`. Its configuration comes from a file: under Wine, Node cannot open a pipe of
 * Linux as `process.stdin`, which execa looks at.
 */
async function flannel(packager: Packager, folder: string, command: 'ADD' | 'DEL', type: string) {
  const configuration = {
    cniVersion: '1.1.0',
    name: 'pods',
    subnetFile: shownPath(join(folder, 'subnet.env')),
    dataDir: shownPath(join(folder, 'scratch')),
    ipam: { dataDir: shownPath(join(folder, 'leases')) },
    delegate: { type },
  };
  const input = join(folder, 'configuration.json');
  writeFileSync(input, JSON.stringify(configuration));
  writeFileSync(join(folder, 'subnet.env'), SUBNET_ENV);
  const outcome = await runProgram({
    program: executable(packager, 'flannel'),
    environment: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: 'pod-1',
      CNI_NETNS: '8c1b2a3d-4e5f-6071-8293-a4b5c6d7e8f9',
      CNI_IFNAME: 'eth0',
      CNI_PATH: shownPath(folder),
    },
    stdin: { file: input },
  });
  return { ...outcome, document: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout) };
}

const RESULT = '{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24"}]}';

describe.each(packagers)(
  'delegates of flannel that are programs of their own, %s executables',
  (packager) => {
    test.each(['host-local', 'HOST-LOCAL', 'host-local.exe'])(
      '"%s" is an executable, run for ADD and DEL',
      async (type) => {
        const folder = temporaryFolder();
        copyFileSync(executable('bun', 'host-local'), join(folder, 'host-local.exe'));
        const added = await flannel(packager, folder, 'ADD', type);
        expect(added, added.stdout).toMatchObject({
          exitCode: 0,
          document: { ips: [{ address: '10.244.1.2/24', gateway: '10.244.1.1' }] },
        });
        expect(existsSync(join(folder, 'leases/pods/10.244.1.2'))).toBe(true);
        expect(await flannel(packager, folder, 'DEL', type)).toMatchObject({ exitCode: 0, stdout: '' });
        expect(existsSync(join(folder, 'leases/pods/10.244.1.2'))).toBe(false);
      },
    );

    test.each(['plugin.bat', 'plugin.cmd'])('%s is run by cmd.exe', async (type) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, type), `@echo off\r\necho ${RESULT}\r\n`);
      const added = await flannel(packager, folder, 'ADD', type);
      expect(added, added.stdout).toMatchObject({
        exitCode: 0,
        document: { ips: [{ address: '10.1.2.3/24' }] },
      });
    });

    test.each([
      { what: 'text', content: 'this is no program' },
      { what: 'an executable that was copied in part', content: 'MZ\0\0' },
    ])('broken.exe, which is $what, is an error about that file', async ({ content }) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'broken.exe'), content);
      const { exitCode, document } = await flannel(packager, folder, 'ADD', 'broken');
      expect(exitCode).toBe(1);
      expect(document).toMatchObject({ code: 121, msg: 'Cannot start plugin "broken"' });
      expect(document.details).toMatch(
        /^(?:the system refuses to run it|spawn EFTYPE|spawn UNKNOWN)\. Check that the file/,
      );
      expect(document.details).toContain(shownPath(join(folder, 'broken.exe')));
    });
  },
);

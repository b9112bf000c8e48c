import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { executable, executableName, packagers, runExecutable, shownPath } from './executable.ts';
import { SUBNET_ENV } from './packaged-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-broken-delegate-'));
afterAll(() => rmSync(folder, { recursive: true }));

// What is left of an executable that was copied in part, or is for another machine
const broken = join(folder, executableName('broken'));
writeFileSync(broken, 'this is no program', { mode: 0o755 });
writeFileSync(join(folder, 'subnet.env'), SUBNET_ENV);

describe.each(packagers)('flannel of %s', (packager) => {
  test('says that a delegate is no executable, in words about the file', async () => {
    const outcome = await runExecutable(executable(packager, 'flannel'), {
      environment: {
        CNI_COMMAND: 'ADD',
        CNI_CONTAINERID: 'c1',
        CNI_NETNS: '8c1b2a3d-4e5f-6071-8293-a4b5c6d7e8f9',
        CNI_IFNAME: 'eth0',
        CNI_PATH: shownPath(folder),
      },
      stdin: JSON.stringify({
        cniVersion: '1.1.0',
        name: 'n',
        subnetFile: shownPath(join(folder, 'subnet.env')),
        dataDir: shownPath(join(folder, 'data')),
        delegate: { type: 'broken' },
      }),
    });
    expect(outcome.exitCode).toBe(1);
    const { code, msg, details } = JSON.parse(outcome.stdout);
    expect(code).toBe(121);
    expect(`${msg}: ${details}`).toContain('plugin "broken"');
    expect(details).toContain(shownPath(broken));
    expect(details).not.toMatch(/readonly property|undefined is not|Cannot read prop/);
  });
});

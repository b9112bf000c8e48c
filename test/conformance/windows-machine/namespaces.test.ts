import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

const MODULE = join(import.meta.dirname, '../../../conformance/windows/machine/namespaces.ts');

/** What a session of the Windows check does: mounts, programs that live on, and an end when it is told or left alone. */
function sessionScript(folder: string, marker: string): string {
  return `
    import { execFileSync, spawn } from 'node:child_process';
    import { endWithStarter } from ${JSON.stringify(MODULE)};
    endWithStarter();
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', ${JSON.stringify(folder)}]);
    spawn('sleep', [${JSON.stringify(marker)}], { detached: true, stdio: 'ignore' }).unref();
    console.log('started');
    if (process.argv[2] === 'end') process.exit(7);
  `;
}

function isRunning(marker: string): boolean {
  return readdirSync('/proc').some((entry) => {
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'utf8') === `sleep\0${marker}\0`;
    } catch {
      return false; // no process, or gone since
    }
  });
}

/** Only root may, and in a container not even root everywhere. */
const mayUnshare = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0;

describe('a session of the Windows check', () => {
  test.for([
    { how: 'by itself', signal: undefined },
    { how: 'by SIGTERM', signal: 'SIGTERM' },
    { how: 'by SIGINT', signal: 'SIGINT' },
    { how: 'by SIGKILL', signal: 'SIGKILL' },
  ] as const)('that ends $how leaves no process and no mount', async ({ signal }, { skip }) => {
    skip(!mayUnshare, 'this user may not make namespaces here');
    const folder = mkdtempSync(join(tmpdir(), 'namespaces-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const mounted = join(folder, 'mounted');
    mkdirSync(mounted);
    const marker = `86400.${process.pid}${Date.now()}`;
    const script = join(folder, 'session.mts');
    writeFileSync(script, sessionScript(mounted, marker));
    const starter = `
      const { runInNamespaces } = await import(${JSON.stringify(MODULE)});
      process.exit(await runInNamespaces(${JSON.stringify(script)}, ['${signal === undefined ? 'end' : ''}']));
    `;
    const run = spawn(process.execPath, ['--input-type=module', '-e', starter], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => run.on('exit', resolve));
    await new Promise((resolve) => run.stdout.once('data', resolve));
    if (signal !== undefined) {
      expect(isRunning(marker)).toBe(true);
      run.kill(signal);
    }
    const exitCode = await ended;
    if (signal === undefined) expect(exitCode).toBe(7);
    await expect.poll(() => isRunning(marker), { timeout: 10_000 }).toBe(false);
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(mounted);
  });
});

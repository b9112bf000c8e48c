import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { realLocks } from '../../../lib/host/real-locks.ts';

const locksModule = new URL('../../../lib/host/real-locks.ts', import.meta.url).href;

let folder = '';
let lock = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-locks-'));
  lock = join(folder, 'lock');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

/** Runs a module text in a process of its own, with `realLocks` in scope. */
function otherProcess(text: string): ChildProcess {
  const source = `import { realLocks } from '${locksModule}'; import fs from 'node:fs'; ${text}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** A process that has the lock until it is killed. */
async function holder(): Promise<ChildProcess> {
  const child = otherProcess(`
    await realLocks().hold('${lock}', () => { fs.writeSync(1, 'held'); fs.readSync(0, Buffer.alloc(1)); });`);
  if (child.stdout === null) throw new Error('no stdout');
  await once(child.stdout, 'data');
  return child;
}

describe('a lock', () => {
  test("is made with the Go plugin's mode and passes on what the critical section returns", async () => {
    expect(await realLocks().hold(lock, () => 7)).toBe(7);
    expect(statSync(lock).mode & 0o777).toBe(0o750);
    expect(statSync(lock).size).toBe(0);
  });

  test('is free again after the critical section failed', async () => {
    const failing = realLocks().hold(lock, () => {
      throw new Error('inside');
    });
    await expect(failing).rejects.toThrow('inside');
    expect(await realLocks({ timeLimitMs: 0 }).hold(lock, () => 'again')).toBe('again');
  });

  test('excludes another process; code 11 names the file and the time', async () => {
    const other = await holder();
    await expect(realLocks({ timeLimitMs: 120 }).hold(lock, () => 'entered')).rejects.toMatchObject({
      code: 11,
      message: expect.stringMatching(`^Cannot lock ${lock}: another process held it for \\d+\\.\\d s$`),
    });
    other.stdin?.end();
    await once(other, 'exit');
    expect(await realLocks().hold(lock, () => 'entered')).toBe('entered');
  });

  test('that was waited for in vain is not waited for as long again, until it has been had', async () => {
    const other = await holder();
    const locks = realLocks({ timeLimitMs: 1_000, timeLimitAfterMs: 0 });
    const waited = (seconds: string) => ({ message: expect.stringMatching(`held it for ${seconds} s$`) });
    await expect(locks.hold(lock, () => 'entered')).rejects.toMatchObject(waited('[1-9]\\d*\\.\\d'));
    await expect(locks.hold(lock, () => 'undone')).rejects.toMatchObject(waited('0\\.\\d'));
    other.stdin?.end();
    await once(other, 'exit');
    expect(await locks.hold(lock, () => 'entered')).toBe('entered');
    const next = await holder();
    await expect(locks.hold(lock, () => 'entered')).rejects.toMatchObject(waited('[1-9]\\d*\\.\\d'));
    next.kill('SIGKILL');
  });

  test('ends with the process that holds it, however it dies', async () => {
    const other = await holder();
    const waiting = realLocks().hold(lock, () => 'entered');
    other.kill('SIGKILL');
    expect(await waiting).toBe('entered');
  });

  test('lets several processes count without losing one', async () => {
    const counter = join(folder, 'counter');
    writeFileSync(counter, '0');
    const increment = `for (let i = 0; i < 50; i++) await realLocks().hold('${lock}', () =>
      fs.writeFileSync('${counter}', String(Number(fs.readFileSync('${counter}')) + 1)));`;
    const children = [1, 2, 3, 4].map(() => otherProcess(increment));
    await Promise.all(children.map((child) => once(child, 'exit')));
    expect(readFileSync(counter, 'utf8')).toBe('200');
  }, 30_000);

  test('whose folder does not exist fails with ENOENT and makes nothing', async () => {
    const path = join(folder, 'none', 'lock');
    await expect(realLocks().hold(path, () => 1)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('may have a name that is not ASCII', async () => {
    expect(await realLocks().hold(join(folder, 'сеть-网络'), () => 1)).toBe(1);
  });
});

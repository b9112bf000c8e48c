import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DOUBLES } from '../../../conformance/windows/machine/build-doubles.ts';

const MODULE = join(import.meta.dirname, '../../../conformance/windows/machine/windows-doubles.ts');

/** A Windows folder with nothing of HNS in it, and doubles to put there. */
function machine() {
  const folder = mkdtempSync(join(tmpdir(), 'doubles-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const system32 = join(folder, 'System32');
  for (const made of [system32, join(folder, 'built')]) mkdirSync(made);
  for (const name of DOUBLES) writeFileSync(join(folder, 'built', name), `forwards to cnihnsdouble: ${name}`);
  const present = () => DOUBLES.filter((name) => existsSync(join(system32, name)));
  return { folder, system32, present };
}

/** Starts a run with the doubles that goes on until its input ends; resolves when they are in place, or are not to be. */
async function start({ folder }: { readonly folder: string }) {
  const script = `
    const { withWindowsDoubles } = await import(${JSON.stringify(MODULE)});
    await withWindowsDoubles(${JSON.stringify(join(folder, 'built'))}, (inPlace) => new Promise((resolve) => {
      process.stdin.resume().on('end', resolve);
      console.log(inPlace);
    }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, SystemRoot: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [inPlace] = await once(child.stdout, 'data');
  const ended = once(child, 'close');
  return { child, ended, inPlace: `${inPlace}`.trim() === 'true' };
}

describe('the doubles in the system folder of a Windows', () => {
  test('are there during the run, and gone after it', async () => {
    const windows = machine();
    const { child, ended, inPlace } = await start(windows);
    expect(inPlace).toBe(true);
    expect(windows.present()).toEqual([...DOUBLES]);
    child.stdin.end();
    await ended;
    expect(windows.present()).toEqual([]);
  });

  // On Windows itself no program can send another a signal that it would notice: Ctrl+C comes from the console
  const signals = process.platform === 'win32' ? [] : (['SIGINT', 'SIGTERM', 'SIGHUP'] as const);

  test.each(signals)('are gone when %s ends the run', async (signal) => {
    const windows = machine();
    const { child, ended } = await start(windows);
    child.kill(signal);
    await ended;
    expect(windows.present()).toEqual([]);
  });

  test('are put there anew when a run that was killed left them', async () => {
    const windows = machine();
    const first = await start(windows);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(windows.present()).toEqual([...DOUBLES]);
    const { child, ended, inPlace } = await start(windows);
    expect(inPlace).toBe(true);
    child.stdin.end();
    await ended;
    expect(windows.present()).toEqual([]);
  });

  test('are not put beside libraries of Windows itself, which stay', async () => {
    const windows = machine();
    const own = join(windows.system32, 'vmcompute.dll');
    writeFileSync(own, 'MZ');
    const { child, ended, inPlace } = await start(windows);
    expect(inPlace).toBe(false);
    child.stdin.end();
    await ended;
    expect(windows.present()).toEqual(['vmcompute.dll']);
    expect(readFileSync(own, 'utf8')).toBe('MZ');
  });
});

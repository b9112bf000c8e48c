import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';

const demo = join(import.meta.dirname, '../../../conformance/demo.ts');
const place = mkdtempSync(join(tmpdir(), 'cni-demo-'));
afterAll(() => rmSync(place, { recursive: true }));

/** Starts the demonstration with `place` for temporary files. */
function start() {
  const env = { ...process.env, TMPDIR: place, TEMP: place, TMP: place };
  const child = spawn(process.execPath, [demo], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended };
}

describe('the demonstration', () => {
  test('shows every command for both networks with both packagers, and leaves nothing', async () => {
    const { child, ended } = start();
    const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect({ exitCode: await ended, complaints }).toEqual({ exitCode: 0, complaints: '' });
    const headings = output.split('\n').filter((line) => line.startsWith('━━'));
    expect(headings.map((line) => /(bun|pkg): (vxlan0|cbr0)/.exec(line)?.[0])).toEqual([
      'bun: vxlan0',
      'bun: cbr0',
      'pkg: vxlan0',
      'pkg: cbr0',
    ]);
    for (const command of ['STATUS', 'ADD', 'CHECK', 'DEL', 'GC']) {
      expect(output).toContain(`CNI_COMMAND=${command} `);
    }
    expect(output.trimEnd().split('\n').at(-1)).toMatch(/^Nothing is left: /);
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(readdirSync(place)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('cleans up when it is interrupted', async () => {
    const { child, ended } = start();
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    expect(await ended).toBe(1);
    expect(readdirSync(place)).toEqual([]);
  });
});

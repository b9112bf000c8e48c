import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { executable, packagers } from '../executable.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-version-'));
afterAll(() => rmSync(folder, { recursive: true }));
const requestFile = join(folder, 'request.json');
writeFileSync(requestFile, '{"cniVersion":"1.0.0"}');

const rows = [
  { reason: 'a pipe with the version of the caller', pipe: ['{"cniVersion":"0.4.0"}'], answer: '0.4.0' },
  {
    reason: 'a pipe whose writer is held up for a third of a second',
    pipe: ['{"cniVersion":"0.4.0"}'],
    after: 333,
    answer: '0.4.0',
  },
  { reason: 'a pipe that is closed at once', pipe: [''], answer: '1.1.0' },
  { reason: 'a pipe with what is no JSON', pipe: ['cni?'], answer: '1.1.0' },
  { reason: 'a pipe that nobody writes to or closes', pipe: [], open: true, answer: '1.1.0' },
  { reason: 'a pipe that stops in the middle', pipe: ['{"cniVersion":'], open: true, answer: '1.1.0' },
  { reason: 'a file with the version of the caller', file: requestFile, answer: '1.0.0' },
  { reason: 'the null device', file: devNull, answer: '1.1.0' },
] as const;

describe.each(packagers)('VERSION of a %s executable', (packager) => {
  test.each(rows)('given $reason answers $answer', async (row) => {
    const descriptor = 'file' in row ? openSync(row.file, 'r') : undefined;
    const child = spawn(executable(packager, 'flannel'), [], {
      env: { CNI_COMMAND: 'VERSION' },
      stdio: [descriptor ?? 'pipe', 'pipe', 'inherit'],
    });
    if (descriptor !== undefined) closeSync(descriptor);
    if ('pipe' in row) {
      child.stdin?.on('error', () => {}); // the plugin may have ended
      if ('after' in row) await setTimeout(row.after);
      for (const piece of row.pipe) child.stdin?.write(piece);
      if (!('open' in row)) child.stdin?.end();
    }
    expect(JSON.parse(await text(child.stdout ?? Readable.from([])))).toEqual({
      cniVersion: row.answer,
      supportedVersions: ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'],
    });
    child.stdin?.destroy();
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { baseBinaries } from '../../../build/base-binaries.ts';
import type { Target } from '../../../build/images.ts';
import { hostTarget, root } from '../../../build/program.ts';

const place = mkdtempSync(join(tmpdir(), 'cni-base-binaries-'));
afterAll(() => rmSync(place, { recursive: true }));

const host = hostTarget();
const target: Target = host === 'linux-x64' ? 'win-x64' : 'linux-x64';
const koffi = target === 'win-x64' ? '@koromix/koffi-win32-x64' : '@koromix/koffi-linux-x64';

/** A project whose lock file is ours but for the integrity of one package. */
function projectWith(integrity: string): string {
  const project = join(place, 'project');
  mkdirSync(project, { recursive: true });
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  lock.packages[`node_modules/${koffi}`].integrity = integrity;
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify(lock));
  return project;
}

describe(`the files of ${target}, which npm downloads`, () => {
  test('are refused when one does not match the integrity in the lock file', async () => {
    const integrity = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
    const cache = join(place, 'cache');
    await expect(baseBinaries({ root: projectWith(integrity), cache, target, host })).rejects.toThrow(
      new RegExp(`npm did not install [^ ]*${koffi}|EINTEGRITY`),
    );
  });

  test('are downloaded again when one was changed since', async () => {
    const request = { root, cache: join(place, 'kept'), target, host };
    const { koffi: file } = await baseBinaries(request);
    const { size } = statSync(file);
    writeFileSync(file, 'something else');
    await baseBinaries(request);
    expect(statSync(file).size).toBe(size);
  });
});

test('the files of this machine are those npm ci installed', async () => {
  const { node, bun } = await baseBinaries({ root, cache: join(place, 'unused'), target: host, host });
  expect([node, bun].every((file) => file.startsWith(join(root, 'node_modules')))).toBe(true);
});

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tinyNode, WHY_NOT } from './tiny-subject.ts';
import { WRONG_PLUGINS } from './wrong-plugins/index.ts';

const commandLine = join(import.meta.dirname, '../../../../conformance/checks/command-line.ts');

describe.skipIf(WHY_NOT !== '')(`npm run conformance${WHY_NOT}`, () => {
  test.each([
    { title: 'a rule that is kept', only: 'del-never-added', known: {}, exitCode: 0, says: '1 passed' },
    { title: 'a rule that is broken', only: 'version-echo', known: {}, exitCode: 1, says: '1 failed' },
    {
      title: 'a known failure',
      only: 'version-echo',
      known: { 'version-echo': 'it was always so' },
      exitCode: 0,
      says: '1 known to fail',
    },
    {
      title: 'a known failure that did not happen',
      only: 'version-reply',
      known: { 'version-reply': 'it was always so' },
      exitCode: 1,
      says: '"version-reply" was announced as a known failure',
    },
    {
      title: 'a known failure that is no check',
      only: 'version-reply',
      known: { 'version-replay': 'it was always so' },
      exitCode: 2,
      says: 'there is no check "version-replay"',
    },
    { title: 'a check there is not', only: 'version-replay', known: {}, exitCode: 2, says: '--list' },
  ])('ends with $exitCode after $title', async ({ only, known, exitCode, says }) => {
    const { words, folder } = call('version-echo');
    const file = join(folder, 'known.json');
    writeFileSync(file, JSON.stringify(known));
    const end = await run([...words, '--only', only, '--known-failures', file]);
    expect(end.exitCode).toBe(exitCode);
    expect(end.stdout + end.stderr).toContain(says);
  });

  test('writes a report to a file, and takes paths from where npm was started', async () => {
    const { words, folder } = call('version-echo');
    const output = ['--only', 'VERSION', '--report', 'json', '--output', 'report.json'];
    const npm = { npm_lifecycle_event: 'conformance', INIT_CWD: folder };
    const end = await run([...words, ...output], npm);
    expect(end).toMatchObject({ exitCode: 1, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      plugin: { name: 'tiny-ipam', kind: 'ipam' },
      totals: { passed: 3, failed: 1 },
    });
  });

  test.each([
    { words: ['--plugin', 'nosuch'], says: 'no executable "nosuch"' },
    { words: ['--config', 'nosuch.conflist'], says: 'nosuch.conflist' },
    { words: ['--capability-args', '[]'], says: '--capability-args is not a JSON object' },
  ])('ends with 2 and names what is wrong with $words', async ({ words, says }) => {
    const end = await run([...call('version-echo').words, ...words]);
    expect(end).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(says) });
  });

  test('ends with 2 without a word of what to judge', async () => {
    expect(await run([])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('--bin-dir'),
    });
  });

  test('prints its usage, and a list of the checks', async () => {
    expect(await run(['--help'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('--bin-dir'),
    });
    const { stdout } = await run(['--list']);
    expect(stdout).toMatch(/^DEL +del-twice +MUST +DEL may be called again/m);
  });
});

/** The words for a wrong plugin, and a folder. */
function call(caughtBy: string): { readonly words: readonly string[]; readonly folder: string } {
  const wrong = WRONG_PLUGINS.find((each) => each.caughtBy === caughtBy);
  const { subject } = tinyNode('tiny-ipam', wrong);
  const folder = mkdtempSync(join(tmpdir(), 'conformance-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = join(folder, 'tiny.conflist');
  const { name, cniVersion, plugins } = subject.network;
  writeFileSync(config, JSON.stringify({ name, cniVersion, plugins }));
  const binDirs = subject.binDirs.flatMap((binDir) => ['--bin-dir', binDir]);
  return { words: [...binDirs, '--plugin', 'tiny-ipam', '--config', config], folder };
}

function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const options = { env: { PATH: process.env.PATH, ...environment } };
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [commandLine, ...words], options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { baseBinaries } from '../../../build/base-binaries.ts';
import { hostTarget, root } from '../../../build/program.ts';
import { executable, packagers } from '../executable.ts';

// A working directory full of what Node and Bun obey, and a script that leaves a trace when it runs
const folder = mkdtempSync(join(tmpdir(), 'cni-surroundings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const trace = join(folder, 'trace');
const script = join(folder, 'preload.cjs');
writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'ran')`);
writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./preload.cjs"]\n');
for (const file of ['.env', '.env.local', '.env.production', '.env.development']) {
  writeFileSync(join(folder, file), `CNI_COMMAND=VERSION\nNODE_OPTIONS=--require ${script}\n`);
}
writeFileSync(
  join(folder, 'package.json'),
  '{"name":"x","type":"module","imports":{"#foreign-functions":"./preload.cjs"}}',
);

const openssl = join(folder, 'openssl.cnf');
writeFileSync(
  openssl,
  `nodejs_conf = init
[init]
providers = list
[list]
mine = settings
[settings]
module = ${join(folder, 'no-such-library.so')}
activate = 1
`,
);

const { SystemRoot } = process.env;

function run(
  program: string,
  words: readonly string[],
  environment: Record<string, string>,
  limits: { timeout?: number } = {},
) {
  const env = { ...(SystemRoot !== undefined && { SystemRoot }), ...environment };
  return spawnSync(program, words, { cwd: folder, env, input: '', encoding: 'utf8', ...limits });
}

beforeEach(() => rmSync(trace, { force: true }));

describe.each(packagers)('a %s executable', (packager) => {
  const flannel = executable(packager, 'flannel');

  test('does not read .env files in its working directory', () => {
    const { stdout, stderr } = run(flannel, [], {});
    expect(stderr).toMatch(/^CNI flannel plugin/);
    expect(stdout).toBe(''); // CNI_COMMAND=VERSION of .env would have printed the versions
  });

  test('does not run what bunfig.toml in its working directory preloads', () => {
    run(flannel, [], { CNI_COMMAND: 'VERSION' });
    expect(existsSync(trace)).toBe(false);
  });

  test.each(['--require', '--import'])('does not obey %s in NODE_OPTIONS', (option) => {
    const { status } = run(flannel, [], { CNI_COMMAND: 'VERSION', NODE_OPTIONS: `${option} ${script}` });
    expect(status).toBe(0);
    expect(existsSync(trace)).toBe(false);
  });

  test('does not load the library that the file in OPENSSL_CONF names', () => {
    const { stdout, stderr } = run(flannel, [], { CNI_COMMAND: 'VERSION', OPENSSL_CONF: openssl });
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringMatching(/^\{"cniVersion":"1.1.0"/),
      stderr: '',
    });
  });

  test.each(['--require', '--import', '--preload', '-e', '--eval', '--print', '--version', '--inspect-brk'])(
    'does not take %s on its command line for an option of its runtime',
    (option) => {
      const { stdout, status } = run(flannel, [option, script], { CNI_COMMAND: 'VERSION' });
      expect(stdout).toMatch(/^\{"cniVersion":"1.1.0"/);
      expect({ status, ran: existsSync(trace) }).toEqual({ status: 0, ran: false });
    },
  );
});

describe('the traps of this test work', () => {
  test('a Node obeys NODE_OPTIONS', () => {
    run(process.execPath, ['--version'], { NODE_OPTIONS: '' });
    run(process.execPath, ['-e', '0'], { NODE_OPTIONS: `--require ${script}` });
    expect(existsSync(trace)).toBe(true);
  });

  test('a Node loads what OPENSSL_CONF names', () => {
    // It ends when it cannot: there is no such library
    expect(run(process.execPath, ['-e', '0'], { OPENSSL_CONF: openssl }).status).not.toBe(0);
  });

  test('a Bun obeys bunfig.toml and .env', async () => {
    const host = hostTarget();
    const { bun } = await baseBinaries({ root, cache: '', target: host, host });
    writeFileSync(join(folder, 'print.cjs'), 'console.log(process.env.CNI_COMMAND)');
    const { stdout } = run(bun, ['run', 'print.cjs'], {});
    expect({ stdout: stdout.trim(), ran: existsSync(trace) }).toEqual({ stdout: 'VERSION', ran: true });
  });
});

describe('what docs/security.md says cannot be switched off in a Bun executable', () => {
  const flannel = executable('bun', 'flannel');

  test('BUN_OPTIONS in its environment', () => {
    run(flannel, [], { CNI_COMMAND: 'VERSION', BUN_OPTIONS: `--preload ${script}` });
    expect(existsSync(trace)).toBe(true);
  });

  test('BUN_BE_BUN in its environment', () => {
    const { stdout } = run(flannel, ['-e', 'console.log(6 * 7)'], { BUN_BE_BUN: '1' });
    expect(stdout).toBe('42\n');
  });

  test('BUN_INSPECT in its environment, which waits for a debugger', () => {
    const environment = { CNI_COMMAND: 'VERSION', BUN_INSPECT: 'ws://127.0.0.1:0/x?wait=1' };
    const { error } = run(flannel, [], environment, { timeout: 1_000 });
    expect(error).toMatchObject({ code: 'ETIMEDOUT' });
  });
});

describe('what docs/security.md says cannot be switched off in an executable made by pkg', () => {
  const flannel = executable('pkg', 'flannel');

  test.each(['NODE_V8_COVERAGE', 'NODE_COMPILE_CACHE'])('%s makes the folder it names', (variable) => {
    const made = join(folder, variable);
    const { status } = run(flannel, [], { CNI_COMMAND: 'VERSION', [variable]: made });
    expect(status).toBe(0);
    expect(readdirSync(made)).toHaveLength(1);
  });

  test.each(['NODE_REPL_EXTERNAL_MODULE', 'NODE_CHANNEL_FD'])(
    '%s ends it before it has begun',
    (variable) => {
      const { status, stdout } = run(flannel, [], { CNI_COMMAND: 'VERSION', [variable]: script });
      expect({ failed: status !== 0, ran: existsSync(trace), stdout }).toEqual({
        failed: true,
        ran: false,
        stdout: '',
      });
    },
  );
});

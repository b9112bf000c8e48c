import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutablesRequest } from './executables.ts';
import { fingerprintOf, fingerprintOfFile } from './fingerprint.ts';

/**
 * The fingerprint of all that an image is made of: the program, the binaries it is put into, the tools (their versions
 * are in the lock file) and the options they are called with (in the files of build/).
 */
export function inputsOf(request: ExecutablesRequest): string {
  const { code, packager, target, host, names, base, hostBase, root } = request;
  const binaries = packager === 'pkg' ? [base.node, base.koffi, hostBase.node] : [base.bun, hostBase.bun];
  const makers = readdirSync(join(root, 'build'))
    .sort()
    .map((file) => readFileSync(join(root, 'build', file)));
  return fingerprintOf([
    [packager, target, host, ...names].join(' '),
    code,
    ...[...new Set(binaries)].map((path) => fingerprintOfFile(path) ?? ''),
    readFileSync(join(root, 'package-lock.json')),
    ...makers,
  ]);
}

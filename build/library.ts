/**
 * Makes the library that authors of plugins import: library/ has every module of its entries as JavaScript with its type
 * declaration, in the folders of the sources. Run it with `npm run build:library`; `npm pack` does.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packagesOf } from './base-binaries.ts';
import { TARGETS } from './images.ts';
import { excerptOf, type LockFile } from './lock-excerpt.ts';
import { root } from './root.ts';
import { SHARED_SCHEMAS } from './shared-schemas.ts';

const output = join(root, 'library');

/** A module of the sources, which TypeScript names in declarations as they name it. */
const SOURCE_SPECIFIER = /(from |import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

/** What of package.json holds for the sources, and for the library with the names of its files. */
interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly type: string;
  readonly sideEffects: readonly string[];
  readonly imports: object;
}

async function compile(): Promise<void> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.library.json'], { cwd: root });
  } catch (error) {
    const written = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`The library does not compile:\n${written || error}`);
  }
}

function nameBuiltModules(): void {
  for (const file of globSync('**/*.d.ts', { cwd: output })) {
    const path = join(output, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(SOURCE_SPECIFIER, '$1$2$3.js$2'));
  }
}

/** The nearest package.json decides what `#foreign-functions` is, so that sources and library each have their own. */
function writeManifest({ version, type, sideEffects, imports }: Manifest): void {
  const written: object = { version, type, sideEffects, imports };
  const manifest: object = JSON.parse(JSON.stringify(written).replaceAll('.ts"', '.js"'));
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * What a build takes from the lock file: which binaries executables are made of, with the integrity npm checks them
 * against, and the versions of the tools, whose change makes an image out of date.
 */
function writeLock({ dependencies }: Manifest): void {
  const lock: LockFile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const names = [...Object.keys(dependencies), ...TARGETS.flatMap(packagesOf)];
  const { lockFile } = excerptOf(lock, [...new Set(names)]);
  writeFileSync(join(output, 'package-lock.json'), `${JSON.stringify(lockFile, null, 2)}\n`);
}

rmSync(output, { recursive: true, force: true });
try {
  await compile();
  nameBuiltModules();
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeManifest(manifest);
  writeLock(manifest);
  for (const file of SHARED_SCHEMAS) copyFileSync(join(root, file), join(output, file));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

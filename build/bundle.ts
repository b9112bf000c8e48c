import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BuildOptions,
  build,
  formatMessages,
  type Message,
  type TransformOptions,
  transform,
} from 'esbuild';
import { enclosedExeca } from './enclosed-execa.ts';
import type { Packager } from './images.ts';
import { joinModules } from './join-modules.ts';
import { lazyStatics } from './lazy-statics.ts';

/** What is bundled, and for which JavaScript runtime. */
export interface BundleRequest {
  /** The program's folder, whose package.json has its version. */
  readonly root: string;
  /** The file execution starts in, relative to `root`. */
  readonly entry: string;
  readonly packager: Packager;
}

/** The program in one CommonJS file, and which of the project's files went into it. */
export interface Bundle {
  readonly code: Uint8Array;
  /** Paths relative to the program's folder, separated by `/`. */
  readonly sources: readonly string[];
}

/**
 * Bundles the program into one file. The same tree gives the same bytes, wherever it lies. What is imported by
 * `await import()` is in the file but runs only when the call is reached.
 *
 * @throws {Error} With what esbuild says, for its warnings too.
 */
export async function bundleProgram({ root, entry, packager }: BundleRequest): Promise<Bundle> {
  const result = await build({
    ...COMMON,
    ...FOR[packager],
    plugins: [lazyStatics, enclosedExeca(COMMON)],
    define: { PACKAGED: 'true', RELEASE: JSON.stringify(releaseOf(root)) },
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(root, 'bundle.cjs'), // never written; esbuild wants a name
    minify: false, // so that its modules can be told apart
  });
  await refuseWarnings(result.warnings);
  const bundle = result.outputFiles?.[0]?.text;
  if (bundle === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  const { code, warnings } = await transform(withoutPaths(joinModules(bundle)), MINIFIED);
  await refuseWarnings(warnings);
  return { code: new TextEncoder().encode(code), sources: Object.keys(result.metafile?.inputs ?? {}).sort() };
}

/** esbuild names the function of a CommonJS module after the file, which may lie anywhere. */
function withoutPaths(bundle: string): string {
  return bundle.replaceAll(/^(var \w+ = __commonJS\(\{\n {2})".*"(?=\()/gm, '$1load');
}

async function refuseWarnings(warnings: readonly Message[]): Promise<void> {
  if (warnings.length > 0) throw new Error((await formatMessages([...warnings], WARNING)).join('\n'));
}

function releaseOf(root: string): string {
  const manifest: { version?: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return manifest.version ?? '0.0.0';
}

const WARNING = { kind: 'warning' } as const;

const MINIFIED = {
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  logLevel: 'silent', // what goes wrong is in the error that is thrown
} satisfies TransformOptions;

const COMMON = {
  ...MINIFIED,
  bundle: true,
  write: false,
  metafile: true,
  // import('node:net') becomes a require: Node's own import() loads its module loader first, 5 ms
  supported: { 'dynamic-import': false },
} satisfies BuildOptions;

/** `conditions` choose the foreign functions in the `imports` of package.json, so that each bundle has only its own. */
const FOR: Readonly<Record<Packager, BuildOptions>> = {
  pkg: { conditions: [] },
  bun: { conditions: ['bun'], external: ['bun:ffi'] },
};

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** How many static ranges ip-num 1.6 computes while it is loaded. */
const EXPECTED = 13;

const STATIC = /^(IPv[46])\.([A-Z_]+) = ([\s\S]*?);$/gm;

/** Of the module that stands before ip-num in the bundle. */
const NAMESPACE = 'ip-num on first use';

/** The module of ours that imports ip-num, and what it uses of it. */
const USER = /[\\/]lib[\\/]ip[\\/]address\.[jt]s$/;
const USED = "export const IPv6 = { fromString: (text) => require('ip-num').IPv6.fromString(text) };";

/**
 * Makes ip-num load when the first IPv6 address is read, and compute its address ranges when one is first asked for. It
 * computes them all while loading, which costs a Node executable 5 ms of every start and a Bun one 2 ms, and the plugins
 * use none of them. Programs that import ip-num themselves get it as it is, but for the ranges.
 */
export const lazyStatics: Plugin = {
  name: 'lazy-statics',
  setup(build) {
    build.onResolve({ filter: /^ip-num$/ }, ({ importer }) =>
      USER.test(importer) ? { path: 'ip-num', namespace: NAMESPACE } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: USED,
      resolveDir: import.meta.dirname,
      loader: 'js',
    }));
    build.onLoad({ filter: /ip-num[\\/]dist[\\/]src[\\/]IPNumber\.js$/ }, async ({ path }) => ({
      contents: withLazyStatics(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/**
 * Replaces each `IPv4.X = …;` by a getter that computes the same value once.
 *
 * @throws {Error} Unless exactly 13 are found: another version of ip-num wants another look.
 */
export function withLazyStatics(source: string): string {
  let replaced = 0;
  const lazy = source.replaceAll(STATIC, (_, owner: string, name: string, value: string) => {
    replaced += 1;
    const get = `get: () => value ??= ${value}`;
    return `{ let value; Object.defineProperty(${owner}, '${name}', { enumerable: true, configurable: true, ${get} }); }`;
  });
  if (replaced !== EXPECTED) {
    throw new Error(
      `ip-num: ${replaced} static ranges were found where ${EXPECTED} are expected. ` +
        'See what its IPNumber.js computes while loading now, and mend build/lazy-statics.ts',
    );
  }
  return lazy;
}

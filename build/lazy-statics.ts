import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import * as ipNum from 'ip-num';

/** How many static ranges ip-num 1.6 computes while it is loaded. */
const EXPECTED = 13;

const STATIC = /^(IPv[46])\.([A-Z_]+) = ([\s\S]*?);$/gm;

/** Of the module that stands before ip-num in the bundle. */
const NAMESPACE = 'ip-num on first use';

/**
 * Makes ip-num load when one of its classes is first used, and compute its address ranges when one is first asked for.
 * It computes them all while loading, which costs a Node executable 5 ms of every start and a Bun one 2 ms, and the
 * plugins use none of them.
 */
export const lazyStatics: Plugin = {
  name: 'lazy-statics',
  setup(build) {
    build.onResolve({ filter: /^ip-num$/ }, ({ namespace }) =>
      namespace === NAMESPACE ? undefined : { path: 'ip-num', namespace: NAMESPACE },
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: loadedOnFirstUse(Object.keys(ipNum).filter((name) => /^\w+$/.test(name))),
      resolveDir: import.meta.dirname,
      loader: 'js',
    }));
    build.onLoad({ filter: /ip-num[\\/]dist[\\/]src[\\/]IPNumber\.js$/ }, async ({ path }) => ({
      contents: withLazyStatics(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** A module with the exports of ip-num as getters; what imports it by name reads them when it uses them. */
function loadedOnFirstUse(names: readonly string[]): string {
  const getters = names.map((name) => `get ${name}() { return (loaded ??= require('ip-num')).${name}; }`);
  return `let loaded; module.exports = { ${getters.join(', ')} };`;
}

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

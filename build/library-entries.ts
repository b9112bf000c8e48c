import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One module that users of the package import. */
export interface LibraryEntry {
  /** What they write: `cni-windows/hns`. */
  readonly specifier: string;
  /** The built module, relative to the project's folder: `./library/lib/hns/index.js`. */
  readonly module: string;
}

/** The modules that the `exports` of package.json open, in their order. */
export function libraryEntries(root: string): readonly LibraryEntry[] {
  const { name, exports }: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, module]) => module.endsWith('.js'))
    .map(([subpath, module]) => ({ specifier: `${name}${subpath.slice(1)}`, module }));
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
}

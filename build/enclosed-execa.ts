import { type BuildOptions, build, type Plugin } from 'esbuild';

/** Of the module that stands for execa in the bundle. */
const NAMESPACE = 'execa in a function of its own';

/**
 * Puts execa and what it imports into the bundle as one CommonJS module, whose functions come into being when it is
 * loaded. esbuild would declare them all at the top of the program, where a Bun executable makes a function object of each
 * at every start, and few commands execute anything.
 *
 * @param options How the program itself is bundled.
 */
export function enclosedExeca(options: BuildOptions): Plugin {
  return {
    name: 'enclosed-execa',
    setup({ onResolve, onLoad }) {
      // Looked for where it is imported: in the program of somebody else it may be a dependency of this library alone
      onResolve({ filter: /^execa$/ }, ({ resolveDir }) => ({
        path: 'execa',
        namespace: NAMESPACE,
        pluginData: resolveDir,
      }));
      onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ pluginData: resolveDir }) => {
        const stdin = { contents: "export { execa } from 'execa'", resolveDir };
        const { outputFiles, warnings } = await build({ ...options, stdin, write: false });
        return { contents: outputFiles[0]?.text ?? '', warnings, resolveDir };
      });
    },
  };
}

import { join } from 'node:path';
import type { ImageRequest } from './image.ts';
import { runTool } from './tool.ts';

/** Bun's names of the targets. */
const TARGETS = { 'linux-x64': 'bun-linux-x64', 'win-x64': 'bun-windows-x64' } as const;

/** Compiles the bundle to byte code inside the Bun binary of the target. */
export async function makeBunImage({
  bundle,
  output,
  target,
  base,
  hostBase,
  workFolder,
}: ImageRequest): Promise<void> {
  await runTool({
    program: hostBase.bun,
    words: [
      'build',
      bundle,
      '--compile',
      '--bytecode',
      '--minify',
      // A program that lives for milliseconds gains nothing from code optimised for its long run
      '--compile-jit-policy=10',
      // Without these two the executable would read .env and bunfig.toml in its working directory
      '--no-compile-autoload-dotenv',
      '--no-compile-autoload-bunfig',
      `--target=${TARGETS[target]}`,
      `--compile-executable-path=${base.bun}`,
      '--outfile',
      output,
    ],
    home: join(workFolder, 'home'),
    workFolder,
  });
}

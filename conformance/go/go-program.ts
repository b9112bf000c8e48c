import { existsSync } from 'node:fs';
import { run } from '../windows/machine/command.ts';
import { requireGo } from './require-go.ts';

/** A Go program whose sources are in this project. */
export interface GoProgram {
  /** The folder of its go.mod. */
  readonly sources: string;
  /** The file that is made. */
  readonly output: string;
}

/**
 * Compiles a program for this machine, with the modules its go.sum pins. Go keeps what it compiled: a second time takes
 * no time.
 *
 * @throws {Error} When there is no Go here, or it cannot compile it.
 */
export async function buildGoProgram({ sources, output }: GoProgram): Promise<void> {
  requireGo(sources);
  if (!existsSync(output)) console.log(`Compiling ${sources} (half a minute, once)`);
  await run({
    program: 'go',
    words: ['build', '-C', sources, '-mod=readonly', '-trimpath', '-o', output, '.'],
    environment: { CGO_ENABLED: '0', GOOS: '', GOARCH: '', GOWORK: 'off' },
  });
}

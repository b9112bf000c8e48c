import { errorText, type ProgramOutput } from '../cni/run.ts';
import { answer } from './program.ts';

/**
 * Runs a plugin program and ends the process with what it leaves. Whatever happens, standard output gets a result or a
 * CNI error object: what escapes the promise of `main`, such as an error event nobody listens to, is code 999, and so is
 * a promise that nothing will ever settle, with which the process would otherwise end in silence and exit code 0.
 */
export function runProgram(main: () => Promise<ProgramOutput>): void {
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.once('beforeExit', () => fail(new Error('the operation stopped without a result')));
  main().then(answer, fail);
}

function fail(thrown: unknown): never {
  return answer({ stdout: errorText(thrown), stderr: '', exitCode: 1 });
}

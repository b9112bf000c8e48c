import type { Processes } from '../host/processes.ts';

/**
 * What a delegate gets once one has hung. kubelet gives a sandbox up after four minutes: undoing an ADD that hung for two,
 * through every plugin it went through, must end before, or nobody reads the error that says which delegate it was.
 */
const LIMIT_AFTER_HANG_MS = 30_000;

/**
 * The same processes, but once one of them has been killed at its time limit the others get half a minute at most: as a
 * rule it is the same delegate, asked to undo what it did not do.
 */
export function limitAfterHang(processes: Processes): Processes {
  let hung = false;
  return {
    async run(start) {
      const timeoutMs = hung ? Math.min(start.timeoutMs, LIMIT_AFTER_HANG_MS) : start.timeoutMs;
      const end = await processes.run({ ...start, timeoutMs });
      if (end.reason.kind === 'timed out') hung = true;
      return end;
    },
  };
}

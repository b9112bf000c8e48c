import { hasProgram } from '../windows/machine/debian.ts';

/**
 * Sees that Go is installed.
 *
 * @param purpose What has to be compiled: module and version, or the folder of the sources.
 * @throws {Error} Saying what to install, when it is not.
 */
export function requireGo(purpose: string): void {
  if (hasProgram('go')) return;
  throw new Error(
    `Go is not installed, and ${purpose} has to be compiled. Install Go 1.24 or later and see that "go" is in PATH`,
  );
}

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { EndpointDocument, NamespaceDocument } from '../simulated-hns/documents.ts';

const COMMAND_LINE = join(import.meta.dirname, '../simulated-hns/command-line.ts');

/** What the simulated HNS holds, as far as the demonstration looks at it. */
export interface HnsState {
  readonly endpoints: readonly EndpointDocument[];
  readonly namespaces: readonly NamespaceDocument[];
}

/** A simulated HNS in a process of its own. */
export interface SimulatorProcess {
  /** `host:port`, for `CNI_HNS_SIMULATOR`. */
  readonly address: string;
  /** Reads everything it holds, with its own command line. */
  dump(): Promise<HnsState>;
}

/**
 * Starts a simulated HNS on a free port; it ends with this process.
 *
 * @param stateFile What it holds to begin with.
 * @param more Further options of its command line.
 * @throws {Error} If it ends before it listens; what it wrote to standard error is shown on ours.
 */
export async function startSimulator(
  stateFile: string,
  more: readonly string[] = [],
): Promise<SimulatorProcess> {
  const words = ['--listen', '127.0.0.1:0', '--state', stateFile, ...more];
  const child = spawn(process.execPath, [COMMAND_LINE, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The simulated HNS ended with exit code ${code} before it was ready`);
  });
  ended.catch(() => {}); // heard below while it matters; later it ends because we do
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  const { listening: address }: { listening: string } = JSON.parse(line);
  return {
    address,
    dump: async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [COMMAND_LINE, 'dump', address]);
      return JSON.parse(stdout);
    },
  };
}

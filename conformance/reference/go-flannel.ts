import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { goBuildOf } from '../go/go-build.ts';
import { buildGoModule, downloadGoModule, type GoModule } from '../go/go-module.ts';
import { requireGo } from '../go/require-go.ts';

/** The Go flannel that is compared with. */
export interface GoFlannel {
  readonly executable: string;
  /** Module and version: `github.com/flannel-io/cni-plugin v1.9.1-flannel1`. */
  readonly name: string;
  /** The newest `cniVersion` it takes. */
  readonly newestVersion: string;
}

type Target = GoModule['target'];

/** Where it is developed. */
export const GO_FLANNEL = {
  cache: 'go-flannel',
  module: 'github.com/flannel-io/cni-plugin',
  version: 'v1.9.1-flannel1',
};

/** Where it was before: the last release of the Go plugins that had it. It has changed little since. */
export const FORMER_GO_FLANNEL = {
  cache: 'go-flannel',
  module: 'github.com/containernetworking/plugins',
  version: 'v0.9.1',
};

/** A small module; a proxy that does not answer must not hold anybody up. */
const DOWNLOAD_MS = 30_000;

/**
 * The Go flannel: compiled once, then kept. Not every module proxy has the module it is developed in: then its former one is
 * taken, and the output says so.
 *
 * @throws {Error} When there is no Go here, or it cannot compile either.
 */
export async function buildGoFlannel(target: Target, timeoutMs = DOWNLOAD_MS): Promise<GoFlannel> {
  const current: GoModule = { ...GO_FLANNEL, packages: ['.'], target };
  const former: GoModule = { ...FORMER_GO_FLANNEL, packages: ['plugins/meta/flannel'], target };
  requireGo(nameOf(current));
  const refusal = await refusalOf(current, timeoutMs);
  if (refusal !== undefined)
    console.log(`Go flannel of ${nameOf(former)}, as ${nameOf(current)} is not to be had: ${refusal}`);
  const folder = await buildGoModule(refusal === undefined ? current : former);
  return await describeGoFlannel(join(folder, readdirSync(folder)[0] ?? ''));
}

/**
 * The Go flannel to compare with: the executable that was given, or one compiled here.
 *
 * @throws {Error} As {@link describeGoFlannel} and {@link buildGoFlannel}.
 */
export async function goFlannel(target: Target, given: string | undefined): Promise<GoFlannel> {
  return given === undefined ? await buildGoFlannel(target) : await describeGoFlannel(given);
}

/**
 * What is known of a Go flannel somebody compiled.
 *
 * @throws {Error} When there is no Go here, or this is no program of Go's.
 */
export async function describeGoFlannel(executable: string): Promise<GoFlannel> {
  const { module, version = 'of unknown version', dependencies } = await goBuildOf(executable);
  const library = dependencies['github.com/containernetworking/cni'] ?? '';
  return { executable, name: `${module} ${version}`, newestVersion: newestVersionOf(library) };
}

/** The newest version of the specification that a version of Go's CNI library has. */
function newestVersionOf(library: string): string {
  if (library.startsWith('v0.')) return '0.4.0';
  return /^v1\.[01]\./.test(library) ? '1.0.0' : '1.1.0';
}

/** Why a module is not to be had, in a line; none when it is. */
async function refusalOf(module: GoModule, timeoutMs: number): Promise<string | undefined> {
  try {
    await downloadGoModule(module, timeoutMs);
    return undefined;
  } catch (error) {
    const [first = '', ...written] = (error instanceof Error ? error.message : String(error)).split('\n');
    return written.join(' ').replaceAll(/\s+/g, ' ').trim() || first;
  }
}

function nameOf({ module, version }: GoModule): string {
  return `${module} ${version}`;
}

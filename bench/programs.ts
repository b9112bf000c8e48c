import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTABLES, executableFile, PACKAGERS, type Packager, type Target } from '../build/images.ts';
import { type BuiltImage, buildProgram, cacheFolder, hostTarget, root } from '../build/program.ts';
import { buildGoModule } from '../conformance/go/go-module.ts';
import { type GoFlannel, goFlannel } from '../conformance/reference/go-flannel.ts';
import { GO_PLUGINS, installGoPlugins } from '../conformance/reference/go-plugins.ts';
import type { Options } from './options.ts';

/** Why something is not there to be measured, for the reader of the page. */
export interface Absent {
  readonly why: string;
}

/** Whether a thing is there, or only the reason why it is not. */
export function isAbsent(value: object): value is Absent {
  return 'why' in value;
}

/** Makes our executables for the targets that are measured. */
export function buildOurs(targets: readonly Target[]): Promise<readonly BuiltImage[]> {
  const program = { entry: 'plugins/main.ts', names: EXECUTABLES, folder: join(root, 'dist') };
  return buildProgram(
    program,
    targets.flatMap((target) => PACKAGERS.map((packager) => ({ packager, target }))),
  );
}

/** Makes hello-world, the least a packager's executable can be; answers the executables by packager. */
export async function buildHello(target: Target = hostTarget()): Promise<Readonly<Record<Packager, string>>> {
  const hello = { entry: 'bench/hello.ts', names: ['hello'], folder: join(cacheFolder, 'bench') };
  const images = PACKAGERS.map((packager) => ({ packager, target }));
  const built = await buildProgram(hello, images);
  const fileOf = (packager: Packager) =>
    join(built.find((image) => image.packager === packager)?.folder ?? '', executableFile('hello', target));
  return { bun: fileOf('bun'), pkg: fileOf('pkg') };
}

/** The Go host-local for this machine, made from its module: its path, or why there is none. */
export async function goHostLocal(): Promise<{ readonly program: string } | Absent> {
  const hostLocal = { ...GO_PLUGINS, packages: ['plugins/ipam/host-local'], target: 'host' } as const;
  try {
    return { program: join(await buildGoModule(hostLocal), hostFile('host-local')) };
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

/** The Go flannel for Windows, and for this machine. */
export interface GoFlannels {
  readonly windows: GoFlannel | Absent;
  readonly host: GoFlannel | Absent;
}

/** The executables that were given, compiled here where none was; or why there is none. */
export async function goFlannels(given: Options['flannel']): Promise<GoFlannels> {
  return {
    windows: await flannelOrWhyNot('windows', given.windows),
    host: await flannelOrWhyNot('host', given.linux),
  };
}

async function flannelOrWhyNot(
  target: 'windows' | 'host',
  given: string | undefined,
): Promise<GoFlannel | Absent> {
  try {
    return await goFlannel(target, given);
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

/** Which Go flannels there are, for the reader of the page. */
export function versionsOf({ windows, host }: GoFlannels): Readonly<Record<string, string>> {
  const names = [windows, host].flatMap((flannel) => (isAbsent(flannel) ? [] : [flannel.name]));
  return names.length === 0 ? {} : { 'Go flannel': [...new Set(names)].join(', on Linux ') };
}

/** The Go plugins for Windows in a new folder, with flannel if there is one: the folder, or why there is none. */
export async function goWindowsPlugins(
  folder: string,
  flannel: GoFlannel | Absent,
): Promise<{ readonly folder: string } | Absent> {
  try {
    await installGoPlugins(folder, isAbsent(flannel) ? undefined : flannel);
    return { folder };
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

/** The Go flannel beside host-local, as an operator installs them: a folder made for it. */
export function installGoFlannel(flannel: string, hostLocal: string, folder: string): string {
  if (!existsSync(folder)) {
    mkdirSync(folder);
    copyFileSync(flannel, join(folder, hostFile('flannel')));
    copyFileSync(hostLocal, join(folder, hostFile('host-local')));
  }
  return join(folder, hostFile('flannel'));
}

function hostFile(name: string): string {
  return executableFile(name, hostTarget());
}

export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

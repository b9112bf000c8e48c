import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { imagesOf } from './command-line.ts';
import { executableFile, type Image, PACKAGERS, TARGETS } from './images.ts';
import { type BuiltImage, buildProgram, hostTarget, type Program } from './program.ts';
import { tableOfImages } from './table-of-images.ts';

const USAGE = `Usage: npx cni-windows build FILE [--name NAME]… [--packager ${PACKAGERS.join('|')}]… [--target ${TARGETS.join('|')}|host]… [--out FOLDER]

Makes executables of a program that ends in runPlugins(). They are installed as FOLDER/<packager>/<target>/<NAME>, hard
links to one image: give each plugin of the program its NAME.

  --name      default: the name of FILE
  --packager  default: bun; pkg makes a Node executable, and puts koffi.node beside it
  --target    default: host, this machine
  --out       default: dist; the folders of packagers in it belong to the build`;

const OPTIONS = {
  name: { type: 'string', multiple: true },
  packager: { type: 'string', multiple: true },
  target: { type: 'string', multiple: true },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * The command `cni-windows build`: makes the executables of a program that is not this project's. They are built as ours
 * are; those that run on this machine are then asked whether they are the plugins their names say.
 *
 * @throws {Error} With what is wrong with the words, the program or a name.
 */
export async function buildExecutables(words: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  if (values.help) return console.log(USAGE);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error(`one file is to be named. ${USAGE}`);
  if (!existsSync(file))
    throw new Error(`${resolve(file)} is not there: name the file that calls runPlugins()`);
  const { packager = ['bun'], target = ['host'], out = 'dist' } = values;
  const { name: names = [basename(file, extname(file))] } = values;
  const images = imagesOf([...wordsOf('--packager', packager), ...wordsOf('--target', target)], hostTarget);
  const built = await buildProgram(programOf(file, names, resolve(out)), images);
  for (const image of built.filter(runsHere)) for (const name of names) requirePlugin(image, name);
  console.log(tableOfImages(built));
}

function wordsOf(option: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [option, value]);
}

/** Its home is the nearest folder with a package.json: its modules are found from there, and its version is in it. */
function programOf(file: string, names: readonly string[], folder: string): Program {
  const start = dirname(resolve(file));
  let home = start;
  while (!existsSync(join(home, 'package.json'))) {
    if (dirname(home) === home) throw new Error(`no package.json is in ${start} or above it. Run "npm init"`);
    home = dirname(home);
  }
  return { home, entry: relative(home, resolve(file)), names, folder };
}

function runsHere({ target }: Image): boolean {
  return `${process.platform}-${process.arch}` === target.replace('win-', 'win32-');
}

/** A name that the program does not have would show on a node, when the runtime first calls it. */
function requirePlugin({ folder, target }: BuiltImage, name: string): void {
  const path = join(folder, executableFile(name, target));
  const env = { ...process.env, CNI_COMMAND: 'VERSION' };
  const { stdout, stderr, error } = spawnSync(path, { env, encoding: 'utf8' });
  if (error === undefined && stdout.includes('"supportedVersions"')) return;
  const answer = error?.message ?? (`${stdout}${stderr}`.trim() || 'nothing');
  throw new Error(
    `${path} does not answer as a plugin. Has the table given to runPlugins() a plugin "${name}"? It answered: ${answer}`,
  );
}

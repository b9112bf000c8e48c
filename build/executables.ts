import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOfFile } from './fingerprint.ts';
import { type ImageRequest, makeImage } from './image.ts';
import { executableFile, needsKoffi } from './images.ts';
import { inputsOf } from './inputs.ts';
import { readStamp, type Stamp, writeStamp } from './stamp.ts';

/** Which executables to make of which program. */
export interface ExecutablesRequest extends Omit<ImageRequest, 'bundle' | 'output'> {
  /** The bundle. */
  readonly code: Uint8Array;
  /** The names the image is installed under, without `.exe`. */
  readonly names: readonly string[];
  /** Where they are installed; belongs to the build and holds nothing else. */
  readonly folder: string;
  /** Remembers what the folder was made of. */
  readonly stampFile: string;
  /** The project's folder. */
  readonly root: string;
}

/** What came of it. */
export interface Executables {
  readonly imageBytes: number;
  /** What the folder takes on disk: the image once, and `koffi.node`. */
  readonly installedBytes: number;
  readonly made: 'now' | 'before';
}

/** Makes the executables, unless those in the folder were made of the very same things. */
export async function makeExecutables(request: ExecutablesRequest): Promise<Executables> {
  const inputs = inputsOf(request);
  const stamp = readStamp(request.stampFile);
  if (stamp !== undefined && stamp.inputs === inputs && isUntouched(request, stamp)) {
    return { ...sizesOf(request), made: 'before' };
  }
  const workFolder = await mkdtemp(join(request.workFolder, 'image-'));
  const image = await makeImage({ ...request, workFolder });
  // Gone before the folder changes: a build that is cut short must not look finished
  rmSync(request.stampFile, { force: true });
  install(request, image, workFolder);
  writeStamp(request.stampFile, { inputs, files: fingerprints(request) });
  return { ...sizesOf(request), made: 'now' };
}

/** Puts the image under every name. Each name changes in one step, so that a running test never sees half a file. */
function install(request: ExecutablesRequest, image: string, workFolder: string): void {
  const { folder, packager, base } = request;
  mkdirSync(folder, { recursive: true });
  for (const file of namesOf(request)) {
    linkSync(image, join(workFolder, file));
    renameSync(join(workFolder, file), join(folder, file));
  }
  if (needsKoffi(packager)) {
    copyFileSync(base.koffi, join(workFolder, KOFFI));
    chmodSync(join(workFolder, KOFFI), 0o644);
    renameSync(join(workFolder, KOFFI), join(folder, KOFFI));
  }
  const wanted = filesOf(request);
  for (const file of readdirSync(folder)) {
    if (!wanted.includes(file)) rmSync(join(folder, file), { recursive: true });
  }
  rmSync(workFolder, { recursive: true });
}

const KOFFI = 'koffi.node';

function isUntouched(request: ExecutablesRequest, stamp: Stamp): boolean {
  const found = fingerprints(request);
  return filesOf(request).every((file) => found[file] !== undefined && found[file] === stamp.files[file]);
}

/** The fingerprint of every installed file; hard links of one file are read once. */
function fingerprints(request: ExecutablesRequest): Stamp['files'] {
  const known = new Map<string, string | undefined>();
  return Object.fromEntries(
    filesOf(request).map((file) => {
      const path = join(request.folder, file);
      const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
      const identity = `${stat?.dev}:${stat?.ino}`;
      if (!known.has(identity)) known.set(identity, fingerprintOfFile(path));
      return [file, known.get(identity)];
    }),
  );
}

function sizesOf(request: ExecutablesRequest): Omit<Executables, 'made'> {
  const bytes = (file: string) => statSync(join(request.folder, file)).size;
  const imageBytes = bytes(namesOf(request)[0] ?? '');
  return { imageBytes, installedBytes: imageBytes + (needsKoffi(request.packager) ? bytes(KOFFI) : 0) };
}

function namesOf({ names, target }: ExecutablesRequest): readonly string[] {
  return names.map((name) => executableFile(name, target));
}

function filesOf(request: ExecutablesRequest): readonly string[] {
  return needsKoffi(request.packager) ? [...namesOf(request), KOFFI] : namesOf(request);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import type { BuiltImage } from '../../build/program.ts';
import type { Size } from '../results.ts';

/** What the archives are compressed with, for whoever reads the figures. */
export const COMPRESSION = { gzip: 'gzip -6', zstd: 'zstd -9' } as const;

/** What our images take on disk and in an archive. */
export async function sizesOfImages(images: readonly BuiltImage[]): Promise<readonly Size[]> {
  const sizes: Size[] = [];
  for (const { packager: who, target, folder, imageBytes, installedBytes } of images) {
    // An archive holds a hard link's bytes once
    const files = readdirSync(folder).filter((name) => /^(flannel|koffi)/.test(name));
    sizes.push({
      who,
      target,
      files: readdirSync(folder).length,
      imageBytes,
      installedBytes,
      ...(await compressed(files.map((name) => join(folder, name)))),
    });
  }
  return sizes;
}

/** The same of the Go plugins, which are a program each. */
export async function sizeOfPrograms(who: string, target: string, folder: string): Promise<Size> {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const installedBytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  return { who, target, files: files.length, installedBytes, ...(await compressed(files)) };
}

async function compressed(files: readonly string[]): Promise<Pick<Size, 'gzipBytes' | 'zstdBytes'>> {
  const content = Buffer.concat(files.map((file) => readFileSync(file)));
  const [gzipped, zstandard] = await Promise.all([
    promisify(gzip)(content, { level: 6 }),
    promisify(zstdCompress)(content, { params: { [constants.ZSTD_c_compressionLevel]: 9 } }),
  ]);
  return { gzipBytes: gzipped.length, zstdBytes: zstandard.length };
}

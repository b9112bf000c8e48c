import type { BuiltImage } from './program.ts';
import { grouped, tableOf } from './table.ts';

const HEADING = ['packager', 'target', 'image bytes', 'installed bytes', 'seconds', 'made'];

/** What a build says of the images it made, a line each. */
export function tableOfImages(images: readonly BuiltImage[]): string {
  return tableOf(HEADING, images.map(row));
}

function row({ packager, target, imageBytes, installedBytes, seconds, made }: BuiltImage): string[] {
  return [packager, target, grouped(imageBytes), grouped(installedBytes), seconds.toFixed(1), made];
}

import { describe, expect, test } from 'vitest';
import { imagesOf } from '../../build/command-line.ts';

const host = () => 'linux-x64' as const;

describe('the options of npm run build', () => {
  test.each([
    { words: [], images: ['pkg linux-x64', 'pkg win-x64', 'bun linux-x64', 'bun win-x64'] },
    { words: ['--target', 'host'], images: ['pkg linux-x64', 'bun linux-x64'] },
    { words: ['--packager', 'bun'], images: ['bun linux-x64', 'bun win-x64'] },
    { words: ['--packager=bun', '--target=win-x64'], images: ['bun win-x64'] },
    { words: ['--target', 'host', '--target', 'linux-x64', '--packager', 'pkg'], images: ['pkg linux-x64'] },
  ])('$words makes $images', ({ words, images }) => {
    expect(imagesOf(words, host).map(({ packager, target }) => `${packager} ${target}`)).toEqual(images);
  });

  test.each([
    { words: ['--packager', 'deno'], says: '--packager cannot be "deno"' },
    { words: ['--target'], says: '--target cannot be ""' },
    { words: ['--target', 'darwin-arm64'], says: 'linux-x64|win-x64|host' },
    { words: ['all'], says: 'Unknown option all' },
  ])('$words is refused and says $says', ({ words, says }) => {
    expect(() => imagesOf(words, host)).toThrow(says);
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HEADINGS } from '../../../../conformance/checks/specification.ts';
import { CNITOOL } from '../../../../conformance/clients/cnitool.ts';
import { hasProgram } from '../../../../conformance/windows/machine/debian.ts';

const missing = hasProgram('go') ? '' : ' (skipped: the text comes by go, which is not installed)';

describe.skipIf(missing !== '')(`the headings of the specification${missing}`, () => {
  const sections = missing === '' ? sectionsOf(specification()) : [];

  test.each(Object.values(HEADINGS))('$title is under #$anchor', ({ title, anchor }) => {
    expect(sections.find((section) => section.anchor === anchor)?.title).toBe(title);
  });

  test('all that ask for something are among them', () => {
    const known: readonly string[] = Object.values(HEADINGS).map(({ anchor }) => anchor);
    const asking = sections.filter(({ text }) => /\b(must|should|shall)\b/i.test(text));
    const strangers = asking.filter(({ anchor }) => !known.includes(anchor));
    // What `runtimeConfig` is made of is a part of deriving a configuration; the first one names the words
    expect(strangers.map(({ anchor }) => anchor)).toEqual([
      'overview',
      'deriving-runtimeconfig',
      'version-1',
    ]);
  });
});

interface Section {
  readonly title: string;
  readonly anchor: string;
  readonly text: string;
}

/** The text that the version of the module stands for, as it was published. */
function specification(): string {
  const { module, version } = CNITOOL;
  const words = ['mod', 'download', '-json', `${module}@${version}`];
  const { Dir } = JSON.parse(execFileSync('go', words, { encoding: 'utf8' }));
  return readFileSync(join(Dir, 'SPEC.md'), 'utf8');
}

/** Headings with the anchors that pages of Markdown give them: a repeated one is numbered. */
function sectionsOf(markdown: string): readonly Section[] {
  const seen = new Map<string, number>();
  return markdown
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .split(/^(?=#{1,6} )/m)
    .map((part) => {
      const [line = '', ...text] = part.split('\n');
      const title = line.replace(/^#+ /, '').replaceAll('`', '').trim();
      const plain = title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-');
      const count = seen.get(plain) ?? 0;
      seen.set(plain, count + 1);
      return { title, anchor: count === 0 ? plain : `${plain}-${count}`, text: text.join('\n') };
    });
}

import { createServer } from 'node:net';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { isPrinted, readSteps, stepsOf } from './page-steps.ts';
import { type Followed, follow } from './reader.ts';

/** The port the page has the simulated HNS listen on, which on this machine may be taken. */
const PORT = '4711';

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' ? address?.port : address);
}

describe('docs/writing-a-plugin.md, followed to the letter in an empty folder', () => {
  const [, ...steps] = readSteps('writing-a-plugin.md'); // the first was followed to install the package
  const lines = steps.flatMap((step) => (step.kind === 'commands' ? [step.line] : []));
  let outcomes: readonly Followed[] = [];
  beforeAll(async () => {
    const port = await freePort();
    const here = steps.map((step) => ({ ...step, text: step.text.replaceAll(PORT, port) }));
    outcomes = await follow(here, inject('plugin'));
  });

  test.each(lines)('line %i: the commands succeed and print what the page says', (line) => {
    const outcome = outcomes.find((each) => each.line === line);
    expect(outcome?.succeeded, outcome?.output).toBe(true);
    const unseen = outcome?.prints.filter((print) => !isPrinted(print, outcome.output));
    expect(unseen, outcome?.output).toEqual([]);
  });
});

describe('stepsOf()', () => {
  test('refuses a block that nobody would follow, with its line', () => {
    expect(() => stepsOf('one\n\n```json\n{}\n```\n')).toThrow('line 3: the block is neither');
  });

  test('takes what is seen with the commands before it', () => {
    const steps = stepsOf('```sh\nls\n```\nIt prints:\n\n```text\na\nb\n```\n');
    expect(steps).toEqual([{ kind: 'commands', line: 1, text: 'ls\n', prints: ['a', 'b'] }]);
  });
});

test.each([
  { line: '"a": 1', output: 'x "a": 1, y', printed: true },
  { line: 'bun …now', output: 'bun  linux-x64  1,2  now', printed: true },
  { line: 'bun …now', output: 'bun\nnow', printed: false },
  { line: 'pass 1', output: 'pass 0', printed: false },
])('"$line" is in "$output": $printed', ({ line, output, printed }) => {
  expect(isPrinted(line, output)).toBe(printed);
});

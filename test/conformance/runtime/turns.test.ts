import { expect, test } from 'vitest';
import { makeTurns } from '../../../conformance/runtime/turns.ts';

/** Operations that note when they begin and end, and take a few turns of the event loop. */
function noted() {
  const notes: string[] = [];
  const operation = (name: string) => async () => {
    notes.push(`${name} begins`);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    notes.push(`${name} ends`);
    return name;
  };
  return { notes, operation };
}

test('operations of one container wait for each other', async () => {
  const { notes, operation } = noted();
  const turns = makeTurns();
  await Promise.all([turns.ofContainer('c1', operation('a')), turns.ofContainer('c1', operation('b'))]);
  expect(notes).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('operations of different containers do not', async () => {
  const { notes, operation } = noted();
  const turns = makeTurns();
  await Promise.all([turns.ofContainer('c1', operation('a')), turns.ofContainer('c2', operation('b'))]);
  expect(notes).toEqual(['a begins', 'b begins', 'a ends', 'b ends']);
});

test('GC waits for what is running, and what comes later waits for it', async () => {
  const { notes, operation } = noted();
  const turns = makeTurns();
  await Promise.all([
    turns.ofContainer('c1', operation('add')),
    turns.alone(operation('gc')),
    turns.ofContainer('c2', operation('del')),
    turns.alone(operation('second gc')),
  ]);
  expect(notes.filter((note) => note.endsWith('begins'))).toEqual([
    'add begins',
    'gc begins',
    'del begins',
    'second gc begins',
  ]);
  expect(notes).toEqual(
    ['add', 'gc', 'del', 'second gc'].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
});

test('a failure is its caller’s alone, and keeps nobody from their turn', async () => {
  const { operation } = noted();
  const turns = makeTurns();
  const failing = turns.ofContainer('c1', async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await turns.ofContainer('c1', operation('next'))).toBe('next');
  expect(await turns.alone(operation('gc'))).toBe('gc');
});

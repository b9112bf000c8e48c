import { expect } from 'vitest';
import type { ClientOutcome } from '../../../../conformance/clients/client-command.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';

/** Expects a successful ADD and gives the result that was printed. */
export function added(outcome: ClientOutcome): JsonObject {
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(outcome.stdout);
}

/** Expects success without a word. */
export function silent(outcome: ClientOutcome): void {
  expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
}

/** Expects an error that names each of these. */
export function failed(outcome: ClientOutcome, ...named: readonly string[]): void {
  expect(outcome).toMatchObject({ exitCode: 1, stdout: '' });
  for (const text of named) expect(outcome.stderr).toContain(text);
}

/**
 * Expects a successful GC. The plugins log what they did not do: libcni has deleted what the client knows of by then, and
 * passes no list by which they could tell what else is gone.
 */
export function collected(outcome: ClientOutcome): void {
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  const { event } = JSON.parse(outcome.stderr);
  expect(event).toContain('list of valid attachments');
}

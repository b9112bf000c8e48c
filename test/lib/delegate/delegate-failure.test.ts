import { describe, expect, test } from 'vitest';
import { delegateFailure } from '../../../lib/delegate/delegate-failure.ts';
import type { ProcessEnd } from '../../../lib/host/processes.ts';

const exit7: ProcessEnd['reason'] = { kind: 'exited', exitCode: 7 };

function failureOf(end: Partial<ProcessEnd>) {
  const whole = { stdout: '', stderr: '', reason: exit7, ...end };
  return delegateFailure({ type: 'fake', command: 'ADD', end: whole });
}

describe('delegateFailure() passes a CNI error on', () => {
  test.each([
    { stdout: '{"code":11,"msg":"m","details":"d"}', error: { code: 11, message: 'm', details: 'd' } },
    {
      stdout: '{"cniVersion":"1.0.0","code":7,"msg":"m","x":1}\n',
      error: { code: 7, message: 'm', details: '' },
    },
    { stdout: '{"code":117}', error: { code: 117, message: '', details: '' } },
    { stdout: '{"code":0,"msg":"netplugin failed"}', error: { code: 121, message: 'netplugin failed' } },
  ])('$stdout', ({ stdout, error }) => {
    expect(failureOf({ stdout })).toMatchObject(error);
  });

  test('whatever signal ended the process afterwards', () => {
    const stdout = '{"code":5,"msg":"disk"}';
    expect(failureOf({ stdout, reason: { kind: 'signalled', signal: 'SIGTERM' } })).toMatchObject({
      code: 5,
    });
  });
});

describe('delegateFailure() of a delegate that printed no CNI error is code 121 and quotes', () => {
  test.each<{ end: Partial<ProcessEnd>; says: string }>([
    { end: {}, says: 'It printed nothing' },
    { end: { stderr: 'panic: x\n' }, says: 'its standard error: "panic: x"' },
    { end: { stdout: 'boom\n' }, says: 'its standard output: "boom"' },
    { end: { stdout: '{"cniVersion":"1.0.0"}' }, says: 'its standard output: "{\\"cniVersion' },
    { end: { stdout: '{"code":"7","msg":"m"}' }, says: 'its standard output' },
    { end: { stdout: '{"code":-1,"msg":"m"}' }, says: 'its standard output' },
    { end: { stdout: '{"code":1}{"code":2}', stderr: 'e' }, says: '; its standard error: "e"' },
  ])('$says', ({ end, says }) => {
    const error = failureOf(end);
    expect(error).toMatchObject({
      code: 121,
      message: 'ADD of plugin "fake" failed without a CNI error: exit status 7',
    });
    expect(error.details).toContain(says);
  });

  test('the beginning and the end of long output', () => {
    const { details } = failureOf({ stderr: `start${'x'.repeat(100_000)}last words` });
    expect(details).toContain('"start');
    expect(details).toContain('last words"');
    expect(details.length).toBeLessThan(600);
  });

  test('the signal', () => {
    const reason = { kind: 'signalled', signal: 'SIGKILL' } as const;
    expect(failureOf({ reason }).message).toContain('signal SIGKILL');
  });
});

test('a delegate whose time was up is code 122, whatever it printed', () => {
  const error = failureOf({
    stdout: '{"code":11,"msg":"m"}',
    stderr: 'waiting for HNS',
    reason: { kind: 'timed out', afterMs: 120_000 },
  });
  expect(error).toMatchObject({
    code: 122,
    message: 'ADD of plugin "fake" did not end within 120 s and was killed',
  });
  expect(error.details).toContain('waiting for HNS');
});

test('a delegate that could not be started is code 121 with the system’s reason', () => {
  const error = failureOf({ reason: { kind: 'not started', message: 'spawn EACCES' } });
  expect(error).toMatchObject({ code: 121, message: 'Cannot start plugin "fake"' });
  expect(error.details).toContain('spawn EACCES');
});

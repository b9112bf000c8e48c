import type { Answer } from '../bench/answer.ts';
import type { Bench, TestRequest } from '../bench/bench.ts';
import { mustSucceed } from '../bench/expect.ts';
import type { ProgramStep } from '../bench/step.ts';
import type { RecordedCall, RecorderPlan } from './record.ts';

/** A request that was made with recorders before the other plugins. */
export interface RecordedRequest {
  readonly command: string;
  readonly answer: Answer;
  /** What the judged plugin was given. */
  readonly given: ProgramStep;
  /** Calls of other plugins, also of those that they called in turn. */
  readonly calls: readonly RecordedCall[];
}

/** What every recorder writes to standard error. */
export const STDERR_MARK = 'cni-conformance: a line on standard error of a delegated plugin';

/** A variable that is no part of the protocol. */
const MARK_VARIABLE = 'CNI_CONFORMANCE_MARK';

/** Makes a request with recorders first in `CNI_PATH`, and reads what they noted. */
export async function requestRecorded(
  bench: Bench,
  request: TestRequest,
  rules: RecorderPlan['rules'] = [],
): Promise<RecordedRequest> {
  const recorders = bench.session.recorders();
  bench.steps.push({
    kind: 'note',
    text: `with stand-ins in ${recorders.binDir}, which --keep leaves there`,
  });
  bench.steps.push(recorders.begin({ rules, stderr: `${STDERR_MARK}\n` }));
  const index = bench.steps.length;
  const answer = await bench.request({
    ...request,
    path: [recorders.binDir, ...bench.subject.binDirs],
    set: { ...recorders.variables, [MARK_VARIABLE]: 'as it was', ...request.set },
  });
  const given = bench.steps[index];
  if (given?.kind !== 'program') throw new Error('the request left no step');
  return { command: request.command, answer, given, calls: recorders.calls() };
}

/** The requests of one attachment's life, recorded: every command the plugin has. */
export async function recordedLife(bench: Bench): Promise<readonly RecordedRequest[]> {
  return await bench.observe('recorded life', async (recording) => {
    const { newest } = recording.session;
    const attachment = await recording.attachment();
    const add = await requestRecorded(recording, { command: 'ADD', attachment });
    mustSucceed(add.answer, 'ADD with stand-ins for the other plugins first in CNI_PATH');
    const life = [add];
    if (!/^0\.[123]\./.test(newest))
      life.push(await requestRecorded(recording, { command: 'CHECK', attachment }));
    if (newest === '1.1.0') {
      life.push(await requestRecorded(recording, { command: 'STATUS' }));
      life.push(await requestRecorded(recording, { command: 'GC', validAttachments: [attachment] }));
    }
    life.push(await requestRecorded(recording, { command: 'DEL', attachment }));
    return life;
  });
}

import { Bench, type TestRequest } from '../bench/bench.ts';
import type { RecorderRule } from './record.ts';
import { type RecordedRequest, recordedLife, requestRecorded } from './recorded.ts';

/** The code by which an error of a delegated plugin is known again. */
export const DELEGATE_CODE = 177;

/** The last plugin that the judged one itself runs for a command; `undefined` when it runs none. */
export async function delegateFor(bench: Bench, command: string): Promise<string | undefined> {
  const life = await recordedLife(new Bench(bench.session)); // finding it out is no step of a check
  const calls = life.filter((request) => request.command === command).flatMap((request) => request.calls);
  return calls.filter(({ caller }) => caller === '').at(-1)?.plugin;
}

/** Makes a request while a plugin it is delegated to answers the command with an error, whatever it is asked. */
export function requestFailing(
  bench: Bench,
  delegate: string,
  request: TestRequest,
): Promise<RecordedRequest> {
  return requestRecorded(bench, request, [errorOf(delegate, request.command, bench.session.newest)]);
}

function errorOf(plugin: string, command: string, cniVersion: string): RecorderRule {
  const error = { cniVersion, code: DELEGATE_CODE, msg: `${plugin} was made to fail with ${command}` };
  return { plugin, command, stdout: JSON.stringify(error), exitCode: 1 };
}

import { convertResult } from '../../../lib/cni/convert-result.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { printResult } from '../../../lib/cni/print-json.ts';
import type { Result } from '../../../lib/cni/result.ts';
import { isSpecVersion, NEWEST_VERSION } from '../../../lib/cni/spec-version.ts';
import { findExecutable } from '../subject/find-executable.ts';
import { objectIn, shown, succeeded } from './answer.ts';
import type { Bench } from './bench.ts';
import type { TestAttachment } from './container.ts';
import { must } from './expect.ts';
import { requestConfiguration, requestVariables } from './request.ts';

/**
 * Does what comes before the judged plugin in its network: the plugins before it attach the container, in order. Where a
 * chained plugin stands alone in its file, the result of such plugins is made up.
 *
 * @returns The attachment with the result that the judged plugin is given.
 */
export async function attachBefore(
  bench: Bench,
  attachment: TestAttachment,
  cniVersion: string,
): Promise<TestAttachment> {
  const { network, kind } = bench.subject;
  if (kind !== 'chained') return attachment;
  if (network.index === 0) return { ...attachment, prevResult: madeUpResult(attachment, cniVersion) };
  let prevResult: JsonObject | undefined;
  for (let index = 0; index < network.index; index += 1)
    prevResult = await callEarlier(bench, 'ADD', { attachment, cniVersion, index, prevResult });
  return prevResult === undefined ? attachment : { ...attachment, prevResult };
}

/** Takes it back, in the opposite order. */
export async function detachBefore(bench: Bench, attachment: TestAttachment): Promise<void> {
  const { prevResult } = attachment;
  if (bench.subject.kind !== 'chained') return;
  for (let index = bench.subject.network.index - 1; index >= 0; index -= 1)
    await callEarlier(bench, 'DEL', { attachment, cniVersion: bench.session.newest, index, prevResult });
}

interface EarlierCall {
  readonly attachment: TestAttachment;
  readonly cniVersion: string;
  /** Its place in the network. */
  readonly index: number;
  readonly prevResult: JsonObject | undefined;
}

async function callEarlier(bench: Bench, command: 'ADD' | 'DEL', call: EarlierCall): Promise<JsonObject> {
  const { subject } = bench;
  const { attachment, cniVersion, index, prevResult } = call;
  const type = String(subject.network.plugins[index]?.type);
  const program = findExecutable(subject.binDirs, type);
  const expected = `plugin "${type}", which comes before it in the network, succeeds with ${command}`;
  must(program !== undefined, expected, `it is not in ${subject.binDirs.join(', ')}`);
  const answer = await bench.execute(command, {
    program,
    variables: requestVariables(command, subject, attachment, subject.binDirs),
    stdin: JSON.stringify(requestConfiguration(subject, { cniVersion, prevResult }, index)),
  });
  must(succeeded(answer), expected, () => shown(answer));
  return answer.document ?? {};
}

/** The result of a plugin that made the interface. The addresses are of networks for documentation (RFC 5737). */
function madeUpResult({ ifName, netns }: TestAttachment, cniVersion: string): JsonObject {
  const result: Result = {
    cniVersion: '1.1.0',
    interfaces: [{ name: ifName, mac: '02:00:00:00:00:01', sandbox: netns }],
    ips: [{ address: '192.0.2.10/24', gateway: '192.0.2.1', interface: 0 }],
    routes: [{ dst: '0.0.0.0/0', gw: '192.0.2.1' }],
  };
  const version = isSpecVersion(cniVersion) ? cniVersion : NEWEST_VERSION;
  return objectIn(printResult(convertResult(result, version))) ?? {};
}

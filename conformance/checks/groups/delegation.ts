import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import { objectIn, shown } from '../bench/answer.ts';
import type { Bench, TestRequest } from '../bench/bench.ts';
import { must, mustRefuse, mustSucceed, notApplicable } from '../bench/expect.ts';
import type { Check } from '../check.ts';
import { DELEGATE_CODE, delegateFor, requestFailing } from '../delegates/failing.ts';
import type { RecordedCall } from '../delegates/record.ts';
import { type RecordedRequest, recordedLife, STDERR_MARK } from '../delegates/recorded.ts';
import { addressesOf, objectsIn } from './result-parts.ts';

/** Commands that a plugin must hand on, with the place that says so. */
const FORWARDED = [
  { command: 'CHECK', heading: 'delegating', place: 'paragraph 2', need: 'CHECK' },
  { command: 'DEL', heading: 'delegating', place: 'paragraph 2', need: 'delegates' },
  { command: 'GC', heading: 'delegating', place: 'paragraph 2, and GC, paragraph 6', need: '1.1.0' },
  { command: 'STATUS', heading: 'status', place: 'plugin considerations, item 3', need: '1.1.0' },
] as const;

type Forwarded = (typeof FORWARDED)[number]['command'];

/** Delegation: how a plugin calls others. They are stood in for by recorders, which note each call. */
export const DELEGATION_CHECKS: readonly Check[] = [
  {
    id: 'delegation-lookup',
    group: 'delegation',
    level: 'SHOULD',
    heading: 'delegating',
    place: 'item 1',
    rule: 'A delegated plugin is looked up in the folders of `CNI_PATH`, the first that has it counting; ADD fails when none has',
    needs: ['delegates'],
    judge: async (bench) => {
      const delegate = await delegateFor(bench, 'ADD');
      const attachment = await bench.attachment();
      const answer = await bench.add(attachment, { path: [bench.session.emptyFolder] });
      mustRefuse(answer, `ADD without "${delegate}" in CNI_PATH`);
    },
  },
  {
    id: 'delegation-environment',
    group: 'delegation',
    level: 'MUST',
    heading: 'delegated',
    place: 'paragraph 1, sentence 3',
    rule: 'A delegated plugin gets every variable of the environment that its caller got',
    needs: ['delegates'],
    judge: async (bench) => {
      for (const { command, given, calls } of await recordedLife(bench))
        for (const call of calls.filter(isDirect)) {
          const lost = Object.entries(given.variables)
            .filter(([name, value]) => call.environment[name] !== value)
            .map(([name]) => name);
          const expected = `"${call.plugin}" gets the environment of its caller with ${command}`;
          must(lost.length === 0, expected, `without, or with another ${lost.join(', ')}`);
        }
    },
  },
  {
    id: 'delegation-configuration',
    group: 'delegation',
    level: 'MUST',
    heading: 'delegated',
    place: 'paragraph 2',
    rule: 'A delegated plugin gets the complete configuration: an IPAM plugin every key, not `ipam` alone; any other at least `name`, `cniVersion` and `prevResult`',
    needs: ['delegates'],
    judge: async (bench) => {
      for (const { command, given, calls } of await recordedLife(bench))
        for (const { plugin, stdin } of calls.filter(isDirect)) {
          const received = objectIn(given.stdin) ?? {};
          const handedOn = objectIn(stdin) ?? {};
          const lost = keysToHandOn(received, plugin).filter((key) => !isKept(key, received, handedOn));
          const expected = `"${plugin}" gets the configuration of its caller with ${command}`;
          must(lost.length === 0, expected, `without, or with another ${quoted(lost)}`);
        }
    },
  },
  {
    id: 'delegation-stderr',
    group: 'delegation',
    level: 'SHOULD',
    heading: 'delegating',
    place: 'item 3',
    rule: 'What a delegated plugin writes to standard error is passed on to standard error',
    needs: ['delegates'],
    judge: async (bench) => {
      for (const { answer, calls } of await recordedLife(bench)) {
        if (!calls.some(isDirect)) continue;
        const expected = `the line of the delegated plugin on standard error of ${answer.command}`;
        must(answer.end.stderr.includes(STDERR_MARK), expected, () => shown(answer));
      }
    },
  },
  {
    id: 'delegation-result',
    group: 'delegation',
    level: 'MUST',
    heading: 'delegation',
    place: 'paragraph 4',
    rule: 'The addresses an IPAM plugin gives are those of the result of ADD',
    needs: ['delegates'],
    judge: async (bench) => {
      const [add] = await recordedLife(bench);
      if (add === undefined) return;
      mustSucceed(add.answer, 'ADD');
      for (const { plugin, stdout } of add.calls.filter(isDirect))
        for (const address of addressesOf(objectIn(stdout) ?? {})) {
          const given = addressesOf(add.answer.document ?? {});
          const expected = `${address}, which "${plugin}" gave, in the result of ADD`;
          must(given.includes(address), expected, () => shown(add.answer));
        }
    },
  },
  ...FORWARDED.map(
    ({ command, heading, place, need }): Check => ({
      id: `delegation-${command.toLowerCase()}`,
      group: 'delegation',
      level: 'MUST',
      heading,
      place,
      rule: `${command} is handed on to every plugin that ADD was delegated to`,
      needs: ['delegates', need],
      judge: async (bench) => {
        const life = await recordedLife(bench);
        const called = directIn(life, command);
        const missing = directIn(life, 'ADD').filter((name) => !called.includes(name));
        must(missing.length === 0, `${command} of ${quoted(directIn(life, 'ADD'))}`, () =>
          called.length === 0 ? 'no plugin was called' : `${quoted(called)} alone was called`,
        );
      },
    }),
  ),
  ...FORWARDED.map(
    ({ command, heading, place, need }): Check => ({
      id: `delegation-${command.toLowerCase()}-error`,
      group: 'delegation',
      level: command === 'STATUS' ? 'SHOULD' : 'MUST',
      heading,
      place: command === 'STATUS' ? place : 'paragraph 2, sentence 2',
      rule: `${command} fails when that of a delegated plugin fails, and its error is passed on`,
      needs: ['delegates', need],
      judge: async (bench) => {
        const delegate = await delegateFor(bench, command);
        if (delegate === undefined) return notApplicable(`it runs no other plugin for ${command}`);
        const request = await requestOf(bench, command);
        const { answer } = await requestFailing(bench, delegate, request);
        mustRefuse(answer, `${command} when that of "${delegate}" fails`);
        must(carriesError(answer.document), `the error of "${delegate}" in that of ${command}`, () =>
          shown(answer),
        );
      },
    }),
  ),
  {
    id: 'delegation-add-undone',
    group: 'delegation',
    level: 'SHOULD',
    heading: 'delegating',
    place: 'paragraph 3',
    rule: 'When the ADD of a delegated plugin fails, its DEL is called, and then ADD fails',
    needs: ['delegates'],
    judge: async (bench) => {
      const delegate = await delegateFor(bench, 'ADD');
      if (delegate === undefined) return;
      const attachment = await bench.attachment();
      const { answer, calls } = await requestFailing(bench, delegate, { command: 'ADD', attachment });
      mustRefuse(answer, `ADD when that of "${delegate}" fails`);
      const commands = calls
        .filter((call) => isDirect(call) && call.plugin === delegate)
        .map(({ environment }) => environment.CNI_COMMAND);
      const undone = commands.lastIndexOf('DEL') > commands.indexOf('ADD');
      must(undone, `DEL of "${delegate}" after its ADD`, `calls of "${delegate}": ${commands.join(', ')}`);
    },
  },
];

/** Called by the judged plugin itself, and not by another one below it. */
function isDirect({ caller }: RecordedCall): boolean {
  return caller === '';
}

function directIn(life: readonly RecordedRequest[], command: string): readonly string[] {
  const calls = life.filter((request) => request.command === command).flatMap((request) => request.calls);
  return [...new Set(calls.filter(isDirect).map(({ plugin }) => plugin))];
}

/**
 * The keys a delegated plugin has to get as its caller got them. Under `ipam` a caller may fit in what it keeps for itself.
 * One that is no IPAM plugin gets a configuration of its own, which the plugin's documentation describes.
 */
function keysToHandOn(received: JsonObject, plugin: string): readonly string[] {
  const { ipam } = received;
  const isIpam = isJsonObject(ipam) && ipam.type === plugin;
  const keys = isIpam ? Object.keys(received) : ['name', 'cniVersion', 'prevResult'];
  return keys.filter((key) => key !== 'ipam' && received[key] !== undefined);
}

/** To the attachments in use a caller may add those that it knows itself: the list must not become shorter. */
function isKept(key: string, received: JsonObject, handedOn: JsonObject): boolean {
  if (key !== 'cni.dev/valid-attachments') return isDeepStrictEqual(handedOn[key], received[key]);
  const given = objectsIn(handedOn[key]);
  return objectsIn(received[key]).every((each) => given.some((other) => isDeepStrictEqual(each, other)));
}

/** A request that is handed on, for an attachment there is. */
async function requestOf(bench: Bench, command: Forwarded): Promise<TestRequest> {
  if (command === 'STATUS') return { command };
  const attachment = await bench.attached();
  return command === 'GC' ? { command, validAttachments: [attachment] } : { command, attachment };
}

/** With its code or its message: a plugin may give the error words and a code of its own. */
function carriesError(document: JsonObject | undefined): boolean {
  if (document === undefined) return false;
  return document.code === DELEGATE_CODE || JSON.stringify(document).includes('was made to fail');
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

import { isJsonObject } from '../../../lib/cni/json.ts';
import { type Answer, excerpt, refused, shown, succeeded } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import { must, mustRefuse } from '../bench/expect.ts';
import { lifeIn } from '../bench/life.ts';
import type { Check } from '../check.ts';

/** Errors: exit codes and error objects. What they are judged by are requests that every plugin has to refuse. */
export const ERROR_CHECKS: readonly Check[] = [
  {
    id: 'exit-code-success',
    group: 'errors',
    level: 'MUST',
    heading: 'errors',
    place: 'sentence 1',
    rule: 'A plugin ends with exit code 0 when it succeeds, and prints no error then',
    judge: async (bench) => {
      const { add, check, del } = await lifeIn(bench);
      for (const answer of [add, check, del].filter((each) => each !== undefined)) {
        must(succeeded(answer), `${answer.command} ends with exit code 0`, () => shown(answer));
        must(!looksLikeError(answer), 'no error object after exit code 0', () => shown(answer));
      }
    },
  },
  {
    id: 'exit-code-failure',
    group: 'errors',
    level: 'MUST',
    heading: 'errors',
    place: 'sentence 1',
    rule: 'A plugin ends with an exit code other than 0 when it fails',
    judge: async (bench) => {
      for (const { what, answer } of await refusals(bench)) mustRefuse(answer, what);
    },
  },
  {
    id: 'error-on-stdout',
    group: 'errors',
    level: 'SHOULD',
    heading: 'errors',
    place: 'sentence 2, and STATUS, paragraph 2, which says where',
    rule: 'A plugin that fails prints an error object on standard output, and nothing else there',
    judge: async (bench) => {
      for (const { what, answer } of await refusals(bench)) {
        const expected = `one JSON object with "code" and "msg" on standard output after ${what}`;
        must(looksLikeError(answer), expected, () => shown(answer));
      }
    },
  },
  {
    id: 'error-code',
    group: 'errors',
    level: 'SHOULD',
    heading: 'error',
    place: '`code`',
    rule: 'The `code` of an error is a whole number other than 0',
    judge: async (bench) => {
      for (const { what, answer } of await errors(bench)) {
        const code = answer.document?.code;
        const expected = `a whole number above 0 as "code" after ${what}`;
        must(Number.isInteger(code) && Number(code) > 0, expected, () => shown(answer));
      }
    },
  },
  {
    id: 'error-message',
    group: 'errors',
    level: 'SHOULD',
    heading: 'error',
    place: '`msg`, `details`',
    rule: 'The `msg` of an error is a text that says something; `details` is a text where there is one',
    judge: async (bench) => {
      for (const { what, answer } of await errors(bench)) {
        const { msg, details = '' } = answer.document ?? {};
        must(typeof msg === 'string' && msg.trim() !== '', `a text as "msg" after ${what}`, () =>
          shown(answer),
        );
        must(typeof details === 'string', `a text as "details" after ${what}`, () => shown(answer));
      }
    },
  },
  {
    id: 'error-cni-version',
    group: 'errors',
    level: 'SHOULD',
    heading: 'error',
    place: '`cniVersion`',
    rule: 'The `cniVersion` of an error is the version in use',
    judge: async (bench) => {
      const version = bench.session.newest;
      const { what, answer } = await refusedEnvironment(bench);
      const expected = `"cniVersion": "${version}" in the error after ${what}`;
      must(answer.document?.cniVersion === version, expected, () => shown(answer));
    },
  },
  {
    id: 'error-code-reserved',
    group: 'errors',
    level: 'SHOULD',
    heading: 'error',
    place: 'paragraph after the example',
    rule: 'Codes up to 99 mean what the specification says; a plugin has its own from 100 on',
    judge: async (bench) => {
      for (const { what, answer } of await errors(bench)) {
        const code = Number(answer.document?.code);
        const expected = `one of ${RESERVED.join(', ')}, or 100 and above, as "code" after ${what}`;
        must(code >= 100 || RESERVED.includes(code), expected, () => shown(answer));
      }
    },
  },
  {
    id: 'error-incompatible-version',
    group: 'errors',
    level: 'SHOULD',
    heading: 'error',
    place: 'code 1',
    rule: 'A configuration in a version the plugin does not support is refused with code 1',
    judge: async (bench) => {
      const { what, answer } = await refusedVersion(bench);
      mustRefuse(answer, what);
      must(answer.document?.code === 1, `code 1 after ${what}`, () => shown(answer));
    },
  },
  {
    id: 'error-environment',
    group: 'errors',
    level: 'MUST',
    heading: 'error',
    place: 'code 4',
    rule: 'A missing variable is answered with code 4, and the error names the variable',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      for (const variable of ['CNI_CONTAINERID', 'CNI_IFNAME', 'CNI_NETNS']) {
        const answer = await bench.request({ command: 'ADD', attachment, unset: [variable] });
        mustName(variable, { what: `ADD without ${variable}`, answer });
      }
    },
  },
  {
    id: 'error-invalid-variable',
    group: 'errors',
    level: 'MUST',
    heading: 'error',
    place: 'code 4',
    rule: 'An invalid variable is answered with code 4, and the error names the variable',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      const values = { CNI_COMMAND: 'FOO', CNI_CONTAINERID: 'a/b', CNI_IFNAME: 'a/b' };
      for (const [variable, value] of Object.entries(values)) {
        const set = { [variable]: value };
        const answer = await bench.request({ command: 'ADD', attachment, set });
        const what = variable === 'CNI_COMMAND' ? 'a request' : 'ADD';
        mustName(variable, { what: `${what} with ${variable}=${value}`, answer });
      }
    },
  },
  {
    id: 'error-undecodable',
    group: 'errors',
    level: 'SHOULD',
    heading: 'error',
    place: 'code 6',
    rule: 'A configuration that is not JSON is refused with code 6',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      for (const stdin of ['{"name": ', 'no JSON', '[]']) {
        const answer = await bench.request({ command: 'ADD', attachment, stdin });
        const what = `ADD with ${excerpt(stdin)} on standard input`;
        mustRefuse(answer, what);
        must(answer.document?.code === 6, `code 6 after ${what}`, () => shown(answer));
      }
    },
  },
  {
    id: 'error-configuration',
    group: 'errors',
    level: 'SHOULD',
    heading: 'error',
    place: 'code 7',
    rule: 'A configuration that is not valid is refused with code 7',
    judge: async (bench) => {
      const { what, answer } = await refusedName(bench);
      mustRefuse(answer, what);
      must(answer.document?.code === 7, `code 7 after ${what}`, () => shown(answer));
    },
  },
];

/** Codes below 100 that have a meaning. 8 is not in the text, but in the library that most plugins are built with. */
const RESERVED = [1, 2, 3, 4, 5, 6, 7, 8, 11, 50, 51];

interface Refusal {
  /** Names the request in an expectation. */
  readonly what: string;
  readonly answer: Answer;
}

/** Requests that no plugin can fulfil. */
async function refusals(bench: Bench): Promise<readonly Refusal[]> {
  return [
    await refusedEnvironment(bench),
    await refusedName(bench),
    await refusedText(bench),
    await refusedVersion(bench),
  ];
}

/** Those that were answered with an error object: its members are judged where there is one. */
async function errors(bench: Bench): Promise<readonly Refusal[]> {
  const all = (await refusals(bench)).filter(
    ({ answer }) => refused(answer) && isJsonObject(answer.document),
  );
  must(all.length > 0, 'an error object on standard output after a request that cannot be fulfilled', 'none');
  return all;
}

function refusedEnvironment(bench: Bench): Promise<Refusal> {
  return bench.observe('ADD without CNI_IFNAME', async (asking) => {
    const attachment = await asking.attachment();
    const answer = await asking.request({ command: 'ADD', attachment, unset: ['CNI_IFNAME'] });
    return { what: 'ADD without CNI_IFNAME', answer };
  });
}

function refusedName(bench: Bench): Promise<Refusal> {
  return bench.observe('ADD with a bad name', async (asking) => {
    const attachment = await asking.attachment();
    const configure = (usual: object) => ({ ...usual, name: 'a/b' });
    const answer = await asking.request({ command: 'ADD', attachment, configure });
    return { what: 'ADD with "name": "a/b"', answer };
  });
}

function refusedText(bench: Bench): Promise<Refusal> {
  return bench.observe('ADD with text', async (asking) => {
    const attachment = await asking.attachment();
    const answer = await asking.request({ command: 'ADD', attachment, stdin: '{"name": ' });
    return { what: 'ADD with {"name": on standard input', answer };
  });
}

function refusedVersion(bench: Bench): Promise<Refusal> {
  return bench.observe('ADD in an unknown version', async (asking) => {
    const attachment = await asking.attachment();
    const answer = await asking.request({ command: 'ADD', attachment, cniVersion: '99.0.0' });
    return { what: 'ADD with "cniVersion": "99.0.0"', answer };
  });
}

/** Code 4 alone asks for something in the text: the names of the variables. */
function mustName(variable: string, { what, answer }: Refusal): void {
  mustRefuse(answer, what);
  must(answer.document?.code === 4, `code 4 after ${what}`, () => shown(answer));
  const { msg = '', details = '' } = answer.document;
  must(`${msg} ${details}`.includes(variable), `${variable} in the error after ${what}`, () => shown(answer));
}

function looksLikeError({ document }: Answer): boolean {
  return document !== undefined && 'code' in document && 'msg' in document;
}

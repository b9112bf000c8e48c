import type { JsonObject } from '../../../lib/cni/json.ts';
import { type Answer, shown } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import { must, mustSucceed } from '../bench/expect.ts';
import { lifeIn } from '../bench/life.ts';
import type { Check } from '../check.ts';

/** VERSION: what a plugin says it speaks. */
export const VERSION_CHECKS: readonly Check[] = [
  {
    id: 'version-reply',
    group: 'VERSION',
    level: 'MUST',
    heading: 'versionSuccess',
    place: 'list of keys',
    rule: 'VERSION prints a JSON object with `cniVersion` and `supportedVersions`, a list of versions, and succeeds',
    judge: async (bench) => {
      const answer = await askVersion(bench, '1.0.0');
      mustSucceed(answer, 'VERSION');
      const { cniVersion, supportedVersions } = replyOf(answer);
      const expected =
        'a JSON object with "cniVersion", a version, and "supportedVersions", a list of versions';
      must(isVersion(cniVersion), expected, () => shown(answer));
      const isList =
        Array.isArray(supportedVersions) &&
        supportedVersions.length > 0 &&
        supportedVersions.every(isVersion);
      must(isList, expected, () => shown(answer));
    },
  },
  {
    id: 'version-echo',
    group: 'VERSION',
    level: 'MUST',
    heading: 'versionSuccess',
    place: '`cniVersion`',
    rule: '`cniVersion` of the reply is the one the request came with',
    judge: async (bench) => {
      for (const cniVersion of ['1.0.0', '0.4.0', '1.1.0']) {
        const answer = await askVersion(bench, cniVersion);
        must(
          replyOf(answer).cniVersion === cniVersion,
          `"cniVersion": "${cniVersion}" in the reply to a request with "cniVersion": "${cniVersion}"`,
          () => shown(answer),
        );
      }
    },
  },
  {
    id: 'version-alone',
    group: 'VERSION',
    level: 'MUST',
    heading: 'version',
    place: 'required environment parameters',
    rule: 'VERSION needs no variable but `CNI_COMMAND`, and no configuration but `cniVersion`',
    judge: async (bench) => {
      const answer = await askVersion(bench, '1.0.0');
      mustSucceed(answer, 'VERSION with CNI_COMMAND and {"cniVersion": "1.0.0"} alone');
      must(answer.document !== undefined, 'a JSON object on standard output', () => shown(answer));
    },
  },
  {
    id: 'version-kept',
    group: 'VERSION',
    level: 'MUST',
    heading: 'versions',
    place: 'paragraph 1',
    rule: 'Every version a plugin lists as supported can be used: ADD with it is not refused as incompatible',
    judge: async (bench) => {
      for (const version of bench.session.supported) {
        const { add } = await lifeIn(bench, version);
        mustSucceed(add, `ADD with "cniVersion": "${version}", which VERSION lists,`);
      }
    },
  },
];

function askVersion(bench: Bench, cniVersion: string): Promise<Answer> {
  return bench.execute('VERSION', {
    variables: { CNI_COMMAND: 'VERSION' },
    stdin: JSON.stringify({ cniVersion }),
  });
}

function replyOf({ document = {} }: Answer): JsonObject {
  return document;
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' && /^\d+\.\d+\.\d+(?:[-+].+)?$/.test(value);
}

import { basename } from 'node:path';
import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import type { Bench } from '../bench/bench.ts';
import { mustRefuse, mustSucceed, notApplicable } from '../bench/expect.ts';
import type { Check } from '../check.ts';
import { recordedLife } from '../delegates/recorded.ts';

const WORDS = { CNI_CONTAINERID: 'container-id', CNI_IFNAME: 'ifname' } as const;

/** Parameters: what a plugin makes of its environment and of the name in its configuration. */
export const PARAMETER_CHECKS: readonly Check[] = [
  {
    id: 'command-unknown',
    group: 'parameters',
    level: 'MUST',
    heading: 'parameters',
    place: '`CNI_COMMAND`',
    rule: 'A `CNI_COMMAND` that is no command of the protocol is refused',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      for (const command of ['FOO', 'add'])
        mustRefuse(await bench.request({ command, attachment }), `CNI_COMMAND=${command}`);
    },
  },
  ...(['CNI_CONTAINERID', 'CNI_IFNAME'] as const).map(
    (variable): Check => ({
      id: `${WORDS[variable]}-required`,
      group: 'parameters',
      level: 'MUST',
      heading: 'add',
      place: 'required environment parameters, and those of DEL and CHECK',
      rule: `ADD, CHECK and DEL are refused without \`${variable}\``,
      judge: async (bench) => {
        const attachment = await bench.attachment();
        for (const command of commandsOfAttachments(bench.session.newest)) {
          const answer = await bench.request({ command, attachment, unset: [variable] });
          mustRefuse(answer, `${command} without ${variable}`);
        }
      },
    }),
  ),
  {
    id: 'netns-required',
    group: 'parameters',
    level: 'MUST',
    heading: 'add',
    place: 'required environment parameters, and those of CHECK',
    rule: 'ADD and CHECK are refused without `CNI_NETNS`',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      for (const command of commandsOfAttachments(bench.session.newest).filter((each) => each !== 'DEL')) {
        const answer = await bench.request({ command, attachment, unset: ['CNI_NETNS'] });
        mustRefuse(answer, `${command} without CNI_NETNS`);
      }
    },
  },
  {
    id: 'path-required-by-gc',
    group: 'parameters',
    level: 'MUST',
    heading: 'gc',
    place: 'required environment parameters',
    rule: 'GC is refused without `CNI_PATH`',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      mustRefuse(await bench.gc([attachment], { unset: ['CNI_PATH'] }), 'GC without CNI_PATH');
    },
  },
  {
    id: 'args-optional',
    group: 'parameters',
    level: 'MUST',
    heading: 'add',
    place: 'optional environment parameters, and those of DEL and CHECK',
    rule: 'ADD, CHECK and DEL work without `CNI_ARGS`',
    judge: async (bench) => {
      const unset = ['CNI_ARGS'];
      const attachment = await bench.attachment();
      mustSucceed(await bench.add(attachment, { unset }), 'ADD without CNI_ARGS');
      if (commandsOfAttachments(bench.session.newest).includes('CHECK'))
        mustSucceed(await bench.check(attachment, { unset }), 'CHECK without CNI_ARGS');
      mustSucceed(await bench.del(attachment, { unset }), 'DEL without CNI_ARGS');
    },
  },
  {
    id: 'attachment-not-required-by-gc-and-status',
    group: 'parameters',
    level: 'MUST',
    heading: 'collecting',
    place: 'paragraph 2',
    rule: 'GC and STATUS work without `CNI_CONTAINERID`, `CNI_NETNS` and `CNI_IFNAME`',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      mustSucceed(await bench.gc([attachment]), 'GC with CNI_COMMAND and CNI_PATH alone');
      mustSucceed(await bench.status(), 'STATUS with CNI_COMMAND and CNI_PATH alone');
    },
  },
  {
    id: 'container-id-form',
    group: 'parameters',
    level: 'MUST',
    heading: 'parameters',
    place: '`CNI_CONTAINERID`',
    rule: 'A container id is letters, digits, `_`, `.` and `-`, beginning with a letter or digit, and not empty; ADD refuses any other',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      for (const id of ['', '../escape', 'a/b', '-a', '_a', '.a', 'a b', 'a:b']) {
        const answer = await bench.request({ command: 'ADD', attachment, set: { CNI_CONTAINERID: id } });
        mustRefuse(answer, `ADD with CNI_CONTAINERID=${id}`);
      }
    },
  },
  {
    id: 'ifname-unusable',
    group: 'parameters',
    level: 'MUST',
    heading: 'parameters',
    place: '`CNI_IFNAME`',
    rule: 'ADD refuses a `CNI_IFNAME` that it cannot use; no system takes a name with `/`, `:` or a blank, `.` or `..`',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      for (const name of ['a/b', '..', '.', 'a:b', 'a b']) {
        const answer = await bench.request({ command: 'ADD', attachment, set: { CNI_IFNAME: name } });
        mustRefuse(answer, `ADD with CNI_IFNAME=${name}`);
      }
    },
  },
  {
    id: 'network-name-form',
    group: 'parameters',
    level: 'MUST',
    heading: 'configuration',
    place: '`name`',
    rule: 'A network has a name of letters, digits, `_`, `.` and `-`, beginning with a letter or digit; ADD refuses any other',
    judge: async (bench) => {
      const attachment = await bench.attachment();
      for (const name of [undefined, '', '../escape', 'a/b', '-a', 'a b']) {
        const answer = await bench.request({
          command: 'ADD',
          attachment,
          configure: ({ name: _name, ...rest }) => ({ ...rest, ...(name !== undefined && { name }) }),
        });
        mustRefuse(answer, name === undefined ? 'ADD without "name"' : `ADD with "name": "${name}"`);
      }
    },
  },
  {
    id: 'delegate-type-form',
    group: 'parameters',
    level: 'MUST',
    heading: 'pluginConfiguration',
    place: '`ipam.type`',
    rule: 'The `type` under `ipam` is a file name; ADD refuses one with a path in it',
    needs: ['delegates'],
    judge: async (bench) => {
      const { ipam } = bench.subject.network.plugins[bench.subject.network.index] ?? {};
      if (!isJsonObject(ipam)) return notApplicable('the configuration has no "ipam"');
      // Where a careless look-up would find it
      const type = `../${basename(bench.subject.binDirs[0] ?? '')}/${await ipamType(bench, ipam)}`;
      const attachment = await bench.attachment();
      const answer = await bench.request({
        command: 'ADD',
        attachment,
        configure: (usual) => ({ ...usual, ipam: { ...ipam, type } }),
      });
      mustRefuse(answer, `ADD with "type": "${type}" under "ipam"`);
    },
  },
];

function commandsOfAttachments(newest: string): readonly string[] {
  return /^0\.[123]\./.test(newest) ? ['ADD', 'DEL'] : ['ADD', 'CHECK', 'DEL'];
}

/** The IPAM plugin that is in use: the one the configuration names, else the last that was seen to be called. */
async function ipamType(bench: Bench, { type }: JsonObject): Promise<string> {
  if (typeof type === 'string') return type;
  const calls = (await recordedLife(bench)).flatMap((request) => request.calls);
  return calls.find(({ caller }) => caller !== '')?.plugin ?? calls[0]?.plugin ?? '';
}

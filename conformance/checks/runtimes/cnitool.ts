import { createHash } from 'node:crypto';
import { delimiter, resolve } from 'node:path';
import { execa } from 'execa';
import { excerpt, objectIn } from '../bench/answer.ts';
import { withoutProtocol } from '../bench/request.ts';
import type { NetworkRuntime, RuntimePlace } from './network-runtime.ts';

/**
 * The `cnitool` of the CNI project. It keeps its results in `/var/lib/cni` whatever it is told, which takes root as a rule.
 *
 * @param program Path of its executable.
 */
export function cnitoolRuntime(program: string, place: RuntimePlace): NetworkRuntime {
  const { folder, network, binDirs, args, capabilityArgs, environment, timeLimitMs } = place;
  return {
    name: 'cnitool',
    containerIdOf: ({ netns }) => containerIdOf(netns),
    async run({ command, container: { netns }, ifName }) {
      const words = [command, network, netns];
      const variables = {
        NETCONFPATH: folder,
        CNI_PATH: binDirs.join(delimiter),
        CNI_IFNAME: ifName,
        ...(args !== '' && { CNI_ARGS: args }),
        ...(Object.keys(capabilityArgs).length > 0 && { CAP_ARGS: JSON.stringify(capabilityArgs) }),
      };
      const { exitCode, stdout, stderr, shortMessage } = await execa(program, words, {
        env: { ...withoutProtocol(environment), ...variables },
        extendEnv: false,
        stdin: 'ignore',
        timeout: timeLimitMs,
        reject: false,
      });
      const result = objectIn(stdout);
      return {
        succeeded: exitCode === 0,
        said: excerpt([stdout, stderr].filter((text) => text !== '').join(' ') || (shortMessage ?? '')),
        ...(result !== undefined && { result }),
        step: { kind: 'program', program, words, variables, stdin: '', stdout },
      };
    },
  };
}

/** cnitool attaches a namespace under an id that it makes of the namespace's absolute path. */
function containerIdOf(netns: string): string {
  const hash = createHash('sha512').update(resolve(netns)).digest('hex');
  return `cnitool-${hash.slice(0, 20)}`;
}

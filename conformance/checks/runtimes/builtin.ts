import { randomUUID } from 'node:crypto';
import { delimiter, join } from 'node:path';
import { toCniError } from '../../../lib/cni/error.ts';
import { printResult } from '../../../lib/cni/print-json.ts';
import type { CniArgument } from '../../runtime/attachment.ts';
import { createRuntime, loadNetworkList } from '../../runtime/index.ts';
import { excerpt, objectIn } from '../bench/answer.ts';
import type { NetworkRuntime, RuntimePlace, RuntimeRequest } from './network-runtime.ts';

/** The runtime of this suite, in this process. By hand it is `npm run cni`. */
export function builtinRuntime(place: RuntimePlace): NetworkRuntime {
  const { folder, network, binDirs, environment, timeLimitMs, capabilityArgs } = place;
  const cacheDir = join(folder, '..', `results-${randomUUID()}`);
  const options = { binDirs, cacheDir, environment, timeLimitMs, onStderr: () => {} };
  const runtime = createRuntime(options);
  const args = argumentsIn(place.args);
  const containerIdOf = ({ containerId }: { readonly containerId: string }) => containerId;
  return {
    name: 'builtin',
    containerIdOf,
    async run(request) {
      const list = loadNetworkList(folder, network);
      const { command, container, ifName } = request;
      const attachment = { ...container, ifName, args, capabilityArgs };
      const operations = {
        status: () => runtime.status(list),
        add: async () => printResult(await runtime.add(list, attachment)),
        check: () => runtime.check(list, attachment),
        del: () => runtime.del(list, attachment),
        gc: () => runtime.gc(list, []),
      };
      const ended = await endOf(operations[command]);
      return { ...ended, step: stepOf(request, place, cacheDir, ended.stdout) };
    },
  };
}

async function endOf(operation: () => Promise<unknown>) {
  try {
    const result = await operation();
    const stdout = typeof result === 'string' ? result : ''; // only ADD has one
    return { succeeded: true, said: excerpt(stdout), stdout, ...resultIn(stdout) };
  } catch (thrown) {
    const { code, message, details } = toCniError(thrown);
    return { succeeded: false, said: `code ${code}: ${message}: ${details}`, stdout: '' };
  }
}

function resultIn(stdout: string) {
  const result = objectIn(stdout);
  return result === undefined ? {} : { result };
}

function stepOf(
  { command, container, ifName }: RuntimeRequest,
  place: RuntimePlace,
  cacheDir: string,
  stdout: string,
) {
  const { folder, network, binDirs, args, capabilityArgs } = place;
  return {
    kind: 'program',
    program: 'npm',
    words: [
      ...['run', '-s', 'cni', '--', command, network, container.netns, '--ifname', ifName],
      ...['--container-id', container.containerId, '--cache-dir', cacheDir],
      ...(command === 'gc' ? ['--valid', ''] : []),
    ],
    variables: {
      NETCONFPATH: folder,
      CNI_PATH: binDirs.join(delimiter),
      ...(args !== '' && { CNI_ARGS: args }),
      ...(Object.keys(capabilityArgs).length > 0 && { CAP_ARGS: JSON.stringify(capabilityArgs) }),
    },
    stdin: '',
    stdout,
  } as const;
}

/** `FOO=BAR;ABC=123` in pairs. */
function argumentsIn(args: string): readonly CniArgument[] {
  if (args === '') return [];
  return args.split(';').map((pair): CniArgument => {
    const [key = '', ...value] = pair.split('=');
    return [key, value.join('=')];
  });
}

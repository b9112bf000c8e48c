import { isJsonObject, type JsonObject } from '../../lib/cni/json.ts';
import { printJson, printResult, sorted } from '../../lib/cni/print-json.ts';
import type { AnyResult } from '../../lib/cni/result.ts';
import { parseObject } from '../../lib/delegate/delegate-failure.ts';
import type { CniArgument, ContainerAttachment } from './attachment.ts';

/** What libcni writes into `kind`. */
const KIND = 'cniCacheV1';

/** What is kept of an attachment between ADD and DEL. */
export interface CachedAttachment extends ContainerAttachment {
  readonly networkName: string;
  /** The network's list as ADD had it. */
  readonly listText: string;
  /** The result of ADD as JSON, empty where the file has none. */
  readonly result: JsonObject;
}

/** An attachment that is to be kept, with what ADD answered. */
export interface Attached {
  readonly networkName: string;
  readonly listText: string;
  readonly attachment: ContainerAttachment;
  readonly result: AnyResult;
}

/** The text of a cache file: the keys of libcni's `cachedInfo` in its order, compact. */
export function printCacheFile({ networkName, listText, attachment, result }: Attached): string {
  const { containerId, ifName, netns, args = [], capabilityArgs = {} } = attachment;
  return printJson(
    {
      kind: KIND,
      containerId,
      config: Buffer.from(listText).toString('base64'),
      ifName,
      networkName,
      ...(netns !== '' && { netns }),
      ...(args.length > 0 && { cniArgs: args }),
      ...(Object.keys(capabilityArgs).length > 0 && { capabilityArgs: sorted(capabilityArgs) }),
      result: sorted(JSON.parse(printResult(result))),
    },
    'compact',
  );
}

/**
 * Reads a cache file. What it lacks is `''` or empty.
 *
 * @returns `undefined` when the text is no cache file of this kind.
 */
export function parseCacheFile(text: string): CachedAttachment | undefined {
  const file = parseObject(text);
  if (file?.kind !== KIND) return undefined;
  const string = (key: string) => (typeof file[key] === 'string' ? file[key] : '');
  return {
    networkName: string('networkName'),
    containerId: string('containerId'),
    ifName: string('ifName'),
    netns: string('netns'),
    listText: Buffer.from(string('config'), 'base64').toString(),
    args: Array.isArray(file.cniArgs) ? file.cniArgs.flatMap(asArgument) : [],
    capabilityArgs: isJsonObject(file.capabilityArgs) ? file.capabilityArgs : {},
    result: isJsonObject(file.result) ? file.result : {},
  };
}

function asArgument(pair: unknown): CniArgument[] {
  const [key, value] = Array.isArray(pair) ? pair : [];
  return typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [];
}

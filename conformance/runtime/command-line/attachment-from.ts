import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { type Environment, variable } from '../../../lib/cni/environment.ts';
import { CniError, CniErrorCode, toCniError } from '../../../lib/cni/error.ts';
import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import { parseGuid } from '../../../lib/hns/guid.ts';
import type { CniArgument, ContainerAttachment } from '../attachment.ts';
import type { NetworkArguments } from './arguments.ts';

/** What surrounds the command line. */
export interface Surroundings {
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  /** The folder that relative paths start from. */
  readonly folder: string;
}

/**
 * The attachment a command line and its environment mean, as cnitool takes them.
 *
 * @throws {CniError} Code 4 when `CNI_ARGS` or `CAP_ARGS` cannot be read.
 */
export function attachmentFrom(
  { netns, ifName, containerId }: NetworkArguments,
  { environment, platform, folder }: Surroundings,
): ContainerAttachment {
  const value = (name: string) => variable(environment, name, platform);
  const { resolve } = platform === 'win32' ? win32 : posix;
  const path = resolve(folder, netns);
  return {
    containerId: containerId ?? idOf(path),
    ifName: ifName || value('CNI_IFNAME') || 'eth0',
    netns: isNoPath(netns) ? netns : path,
    args: parsePairs(value('CNI_ARGS')),
    capabilityArgs: parseCapabilityArguments(value('CAP_ARGS')),
  };
}

/** cnitool's: an attachment that it made can be deleted here, and the other way round. */
function idOf(path: string): string {
  const digest = createHash('sha512').update(path).digest('hex');
  return `cnitool-${digest.slice(0, 20)}`;
}

/** What Windows has in place of a path. cnitool makes a path of it nevertheless, which few plugins can use. */
function isNoPath(netns: string): boolean {
  return parseGuid(netns) !== undefined || netns === 'none' || netns.startsWith('container:');
}

function parsePairs(text: string): readonly CniArgument[] {
  const pairs = text === '' ? [] : text.split(';');
  return pairs.map((pair): CniArgument => {
    const [key, value, ...more] = pair.split('=');
    if (key && value && more.length === 0) return [key, value];
    throw new CniError({
      code: CniErrorCode.invalidEnvironment,
      msg: `invalid CNI_ARGS pair ${JSON.stringify(pair)}`,
      details: 'Pairs are KEY=VALUE, separated by single ";" and none at the end',
    });
  });
}

function parseCapabilityArguments(text: string): JsonObject {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (value === null) return {};
    if (isJsonObject(value)) return value;
    throw new Error(`found ${text.slice(0, 80)}`);
  } catch (cause) {
    throw new CniError({
      code: CniErrorCode.invalidEnvironment,
      msg: `CAP_ARGS is not a JSON object: ${toCniError(cause).message}`,
      details: 'Write one key for each capability: {"ips":["10.1.0.5"]}',
      cause,
    });
  }
}

import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { isIdentifier } from '../../lib/cni/identifiers.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { sandboxIdOf } from '../../lib/hns/endpoint-name.ts';

/** The interface whose scratch file has the name the reference gives it. */
const PLAIN_IFNAME = 'eth0';

/**
 * The id of the sandbox an attachment belongs to, which its scratch file is named after: the container's own, or the one
 * `CNI_NETNS` says the network is shared with (`container:<id>` of dockershim).
 *
 * @throws {CniError} Code 4 when that is no container id: it becomes a file name.
 */
export function checkedSandboxId({ containerId, netns }: { containerId: string; netns: string }): string {
  const id = sandboxIdOf(containerId, netns);
  if (isIdentifier(id)) return id;
  throw new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `CNI_NETNS names no container: ${JSON.stringify(netns)}`,
    details: `${JSON.stringify(id)} is no container id. Expected are a namespace GUID, "none" or "container:<id>"`,
  });
}

/**
 * The name of an attachment's scratch file. For eth0 it is the container id, where the reference looks and writes; for
 * any other interface `<id>@<interface>`, which no container id can be, because the reference has one file for all.
 */
export function scratchName({ containerId, ifName }: Attachment): string {
  return ifName === PLAIN_IFNAME ? containerId : `${containerId}@${encodeFileName(ifName)}`;
}

/** The attachment a scratch file belongs to, or `undefined` when the file is none. The reverse of {@link scratchName}. */
export function parseScratchName(name: string): Attachment | undefined {
  const [containerId = '', encoded, ...rest] = name.split('@');
  if (!isIdentifier(containerId) || rest.length > 0) return undefined;
  if (encoded === undefined) return { containerId, ifName: PLAIN_IFNAME };
  const ifName = decodeFileName(encoded);
  return ifName === undefined || ifName === '' ? undefined : { containerId, ifName };
}

/** Capitals are encoded as well: names that differ in letter case alone are one file on Windows. */
function encodeFileName(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => ({ byte, character: String.fromCharCode(byte) }))
    .map(({ byte, character }) =>
      /[a-z0-9_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

function decodeFileName(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // not written by encodeFileName
  }
}

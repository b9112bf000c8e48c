import { basename, join } from 'node:path';
import { convertResult } from '../../lib/cni/convert-result.ts';
import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { readResult } from '../../lib/cni/read-result.ts';
import type { AnyResult } from '../../lib/cni/result.ts';
import { DEFAULT_VERSION, isSpecVersion } from '../../lib/cni/spec-version.ts';
import { parseObject } from '../../lib/delegate/delegate-failure.ts';
import { type Files, isTemporaryName } from '../../lib/host/files.ts';
import { type Attached, type CachedAttachment, parseCacheFile, printCacheFile } from './cache-file.ts';
import type { NetworkList } from './network-list.ts';

/**
 * The results of ADD on disk, in libcni's files: `<folder>/results/<network>-<container id>-<interface>`. Names that would
 * lead out of the folder are refused.
 */
export interface ResultCache {
  /** Makes the folder, so that one that cannot be made is found before anything is done. */
  prepare(): void;
  /** Keeps an attachment until it is removed. */
  keep(attached: Attached): void;
  /**
   * The result of ADD in the version of the list, or `undefined` when none is kept.
   *
   * @throws {CniError} When the file cannot be read as a result, or the result not be said in that version.
   */
  result(list: NetworkList, attachment: Attachment): AnyResult | undefined;
  /** Forgets an attachment; one that is not kept is forgotten already. */
  remove(networkName: string, attachment: Attachment): void;
  /** Every attachment, of all networks; files that are none are passed over. */
  attachments(): readonly CachedAttachment[];
}

/** Other users of the node have no business with what pods were given. */
const FOLDER_MODE = 0o700;

/** The result cache in a folder, which is made before the first ADD. */
export function resultCacheIn(folder: string, files: Files): ResultCache {
  const results = join(folder, 'results');
  const fileOf = (networkName: string, attachment: Attachment) =>
    join(results, fileName(networkName, attachment));
  return {
    prepare: () => files.makeFolder(results, FOLDER_MODE),
    keep(attached) {
      files.replace(fileOf(attached.networkName, attached.attachment), printCacheFile(attached));
    },
    result(list, attachment) {
      const file = fileOf(list.name, attachment);
      const text = files.read(file);
      return text === undefined ? undefined : cachedResult(text, list.cniVersion, file);
    },
    remove(networkName, attachment) {
      files.remove(fileOf(networkName, attachment));
    },
    attachments() {
      const names = files
        .list(results)
        .filter(({ name, kind }) => kind !== 'folder' && !isTemporaryName(name));
      const texts = names
        .map(({ name }) => name)
        .sort()
        .map((name) => files.read(join(results, name)));
      const found = texts.map((text) => parseCacheFile(text ?? ''));
      return found.filter((cached) => cached !== undefined).filter(isComplete);
    },
  };
}

/** @throws {CniError} Code 4 when the names would lead out of the folder: Windows takes `\\` of an interface's name for a separator. */
function fileName(networkName: string, { containerId, ifName }: Attachment): string {
  const name = `${networkName}-${containerId}-${ifName}`;
  if (basename(name) === name) return name;
  throw new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `Cannot keep the result of interface ${JSON.stringify(ifName)} of container ${JSON.stringify(containerId)}`,
    details: `"${name}" is no file name on this system`,
  });
}

function isComplete({ networkName, ifName }: CachedAttachment): boolean {
  return networkName !== '' && ifName !== '';
}

/** A file of another kind is a result without anything around, as libcni wrote it before it kept the attachment too. */
function cachedResult(text: string, version: string, file: string): AnyResult {
  const document = parseCacheFile(text)?.result ?? parseObject(text);
  if (document === undefined) {
    throw new CniError({
      code: CniErrorCode.decodingFailure,
      msg: `${file} is not JSON`,
      details: 'A result that is lost can only be had again by DEL and ADD',
    });
  }
  const result = readResult(document, DEFAULT_VERSION, `the result in ${file}`);
  const wanted = version === '' ? DEFAULT_VERSION : version;
  if (isSpecVersion(wanted)) return convertResult(result, wanted);
  throw new CniError({
    code: CniErrorCode.incompatibleVersion,
    msg: `cannot convert the result in ${file} from version ${result.cniVersion} to ${JSON.stringify(version)}`,
    details: 'Correct "cniVersion" of the network',
  });
}

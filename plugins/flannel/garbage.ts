import { type CniError, toCniError } from '../../lib/cni/error.ts';
import { throwFailures } from '../../lib/cni/failures.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import type { GcRequest } from '../../lib/cni/plugin.ts';
import type { Host } from '../../lib/host/host.ts';
import { rebuildDelegateConfig } from './build-delegate-config.ts';
import { dataDirOf, type FlannelConfig } from './config.ts';
import { type DelegateConfig, forGc } from './delegate-config.ts';
import { listScratchFiles, removeScratchFile, type ScratchEntry, type Stored } from './scratch-file.ts';
import { withKept } from './with-kept.ts';

/**
 * GC: the delegate's first, then that of delegates the network had before, then the scratch files nobody needs any
 * more. Goes on after a failure; a file stays while its delegate could not collect.
 *
 * @throws {CniError} The first failure, the others in its details.
 */
export async function collectGarbage(request: GcRequest<FlannelConfig>, host: Host): Promise<void> {
  const { config, parameters, validAttachments } = request;
  const failures: CniError[] = [];
  const current = await rebuildDelegateConfig(config, host);
  const failedTypes = new Set<string>();
  const gc = (delegate: DelegateConfig) => host.delegates.gc(forGc(delegate, config), parameters);
  const collect = async ({ type }: DelegateConfig, call: () => Promise<void>) => {
    if (!(await attempt(failures, call))) failedTypes.add(type);
  };

  await collect(current, () => gc(current));
  if (validAttachments !== undefined) {
    let stale: readonly ScratchEntry[] = [];
    await attempt(failures, () => {
      const all = listScratchFiles(dataDirOf(config), host.files);
      stale = all.filter((entry) => isStale(entry, config.name, validAttachments));
    });
    for (const { delegate, path } of formerDelegates(stale, current)) {
      await collect(delegate, () => withKept(path, () => gc(delegate)));
    }
    for (const { path } of stale.filter((entry) => !failedTypes.has(typeOf(entry, current)))) {
      await attempt(failures, () => removeScratchFile(path, host.files));
    }
  }
  throwFailures(failures);
}

/**
 * Whether a scratch file is of this network, or of none that can be told, and no valid attachment needs it. One without
 * an interface in its name may be the reference's and of any interface, so that it lives as long as its container.
 */
export function isStale(
  { attachment, content }: ScratchEntry,
  network: string,
  valid: readonly Attachment[],
): boolean {
  if (content.kind === 'stored' && content.delegate.name !== network) return false;
  return !valid.some(
    ({ containerId, ifName }) =>
      containerId === attachment.containerId &&
      (attachment.ifName === 'eth0' || ifName === attachment.ifName),
  );
}

/** One kept configuration for each type of delegate that stale attachments have and the network no longer uses. */
function formerDelegates(stale: readonly ScratchEntry[], current: DelegateConfig): Kept[] {
  const kept = stale.flatMap(({ content }) => (content.kind === 'stored' ? [content] : []));
  const former = kept.filter(({ delegate }) => delegate.type !== current.type);
  return [...new Map(former.map((one) => [one.delegate.type, one])).values()];
}

type Kept = Extract<Stored, { kind: 'stored' }>;

function typeOf({ content }: ScratchEntry, current: DelegateConfig): string {
  return content.kind === 'stored' ? content.delegate.type : current.type;
}

async function attempt(failures: CniError[], action: () => Promise<void> | void): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (thrown) {
    failures.push(toCniError(thrown));
    return false;
  }
}

/**
 * The flannel plugin: makes the configuration of a delegate from its own and from what flanneld says about this node,
 * and has the delegate do the work. The operations stand here in reading order; delegate-config.ts has the rules of the
 * merge, scratch-file.ts what is kept between ADD and DEL.
 */
import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { type AttachmentRequest, definePlugin, type GcRequest, type Request } from '../../lib/cni/plugin.ts';
import type { AnyResult } from '../../lib/cni/result.ts';
import { DelegateAddFailure } from '../../lib/delegate/add-failure.ts';
import type { Host } from '../../lib/host/host.ts';
import {
  buildDelegateConfig,
  currentDelegateConfig,
  rebuildDelegateConfig,
} from './build-delegate-config.ts';
import { type FlannelConfig, form } from './config.ts';
import { asDelegate, type DelegateConfig, forRequest } from './delegate-config.ts';
import { detach, detachKept } from './detach.ts';
import {
  findStored,
  readScratchFile,
  removeScratchFile,
  type ScratchFile,
  scratchFileOf,
  writeScratchFile,
} from './scratch-file.ts';
import { withKept } from './with-kept.ts';

/** The plugin that attaches pods to the network flanneld made, by way of win-overlay or win-bridge. */
export const flannel = definePlugin<FlannelConfig, Host>({
  name: 'flannel',
  about: "attaches containers to flanneld's network by delegating to win-overlay or win-bridge",
  form,
  add,
  check,
  del,
  gc: async (request: GcRequest<FlannelConfig>, host: Host) => {
    const { collectGarbage } = await import('./garbage.ts');
    await collectGarbage(request, host);
  },
  status,
});

async function add(request: AttachmentRequest<FlannelConfig>, host: Host): Promise<AnyResult> {
  const { config, parameters } = request;
  const scratch = scratchFileOf(request);
  if (!scratch.owned) {
    const stored = readScratchFile(scratch.path, host.files);
    const shared = stored.kind === 'stored' ? stored.delegate : await buildDelegateConfig(config, host);
    return await host.delegates.add(forRequest(shared, config), parameters);
  }
  const delegate = await buildDelegateConfig(config, host);
  const before = readScratchFile(scratch.path, host.files);
  // Before the delegate runs: were we killed in the middle, DEL must find what to undo.
  writeScratchFile(scratch, delegate, host.files);
  try {
    return await host.delegates.add(forRequest(delegate, config), parameters);
  } catch (failure) {
    const kept = before.kind === 'stored' ? before.delegate : undefined;
    throw forgetting(failure, () => forgetFailedAdd(failure, scratch, kept, host));
  }
}

async function check(request: AttachmentRequest<FlannelConfig>, host: Host): Promise<void> {
  const { config, parameters } = request;
  const stored = findStored(scratchFileOf(request), config.name, host.files);
  const check = (delegate: DelegateConfig) => host.delegates.check(forRequest(delegate, config), parameters);
  if (stored.kind === 'stored') await withKept(stored.path, () => check(stored.delegate));
  else await check(await buildDelegateConfig(config, host));
}

async function del(request: AttachmentRequest<FlannelConfig>, host: Host): Promise<void> {
  const { config } = request;
  const scratch = scratchFileOf(request);
  const stored = findStored(scratch, config.name, host.files);
  // Nothing was attached, or it was detached before; a container sharing a sandbox never had a file of its own.
  if (stored.kind === 'absent' && scratch.owned) return removeScratchFile(scratch.path, host.files);
  if (stored.kind === 'stored') await withKept(stored.path, () => detachKept(stored.delegate, request, host));
  else await detach(await rebuildDelegateConfig(config, host), request, host);
  // Only now: were the delegate's DEL to fail, the next one would need it.
  if (scratch.owned) removeScratchFile(scratch.path, host.files);
}

async function status({ config, parameters }: Request<FlannelConfig>, host: Host): Promise<void> {
  try {
    await host.delegates.status(asDelegate(await currentDelegateConfig(config, host)), parameters);
  } catch (thrown) {
    throw thrown instanceof CniError && NOT_AVAILABLE.includes(thrown.code) ? notAvailable(thrown) : thrown;
  }
}

/** What keeps ADD from working although the configuration is right: STATUS has a code for that. */
const NOT_AVAILABLE: readonly number[] = [
  CniErrorCode.tryAgainLater,
  CniErrorCode.subnetFile,
  CniErrorCode.delegateMissing,
];

function notAvailable({ message, details, cause }: CniError): CniError {
  return new CniError({ code: CniErrorCode.notAvailable, msg: message, details, cause });
}

/**
 * After a failed ADD: nothing is kept when the delegate has undone everything. When the delegate never ran, an earlier
 * attachment of the same name is as it was, and so is its file.
 */
function forgetFailedAdd(
  failure: unknown,
  scratch: ScratchFile,
  before: DelegateConfig | undefined,
  { files }: Host,
): void {
  const ran = failure instanceof DelegateAddFailure;
  if (ran && !failure.undone) return;
  if (before !== undefined && !ran) writeScratchFile(scratch, before, files);
  else removeScratchFile(scratch.path, files);
}

/** The failure of ADD is the one to report; what forgetting it ran into joins its details. */
function forgetting(failure: unknown, forget: () => void): unknown {
  try {
    forget();
    return failure;
  } catch (second) {
    if (!(failure instanceof CniError) || !(second instanceof CniError)) return failure;
    return failure.withDetails(`${second.message}: ${second.details}`);
  }
}

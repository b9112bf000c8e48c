import { CniError } from '../../lib/cni/error.ts';
import type { AttachmentRequest } from '../../lib/cni/plugin.ts';
import type { Host } from '../../lib/host/host.ts';
import { rebuildDelegateConfig } from './build-delegate-config.ts';
import type { FlannelConfig } from './config.ts';
import { type DelegateConfig, forRequest } from './delegate-config.ts';
import { isRefusal } from './with-kept.ts';

/** Has the delegate detach the attachment of a request. */
export function detach(
  delegate: DelegateConfig,
  { config, parameters }: AttachmentRequest<FlannelConfig>,
  { delegates }: Host,
): Promise<void> {
  return delegates.del(forRequest(delegate, config), parameters);
}

/**
 * The same with the configuration that ADD kept. A delegate that refuses it refused it in ADD too, and would in every DEL
 * to come: it is asked again with that of the request, which an operator may have mended since.
 */
export async function detachKept(
  kept: DelegateConfig,
  request: AttachmentRequest<FlannelConfig>,
  host: Host,
): Promise<void> {
  try {
    await detach(kept, request, host);
  } catch (refusal) {
    const mended = isRefusal(refusal) ? await rebuiltOrNone(request.config, host) : undefined;
    if (mended?.type !== kept.type) throw refusal;
    await detach(mended, request, host);
  }
}

/** None where the request's configuration is wrong as well: then the refusal is what is reported. */
async function rebuiltOrNone(config: FlannelConfig, host: Host): Promise<DelegateConfig | undefined> {
  try {
    return await rebuildDelegateConfig(config, host);
  } catch (error) {
    if (error instanceof CniError) return undefined;
    throw error;
  }
}

import type { HcnDone, HcnHandle } from './api.ts';

/** Uses an open handle and closes it once, whatever comes of the use. */
export async function closing<Value>(
  handle: HcnHandle,
  close: (handle: HcnHandle) => Promise<HcnDone>,
  use: (handle: HcnHandle) => Promise<Value>,
): Promise<Value> {
  try {
    return await use(handle);
  } finally {
    // Closing changes nothing on the node, so that it fails changes nothing about the outcome of the use; when the
    // service is gone its handles are gone with it, and the use has failed by itself.
    await close(handle).catch(() => undefined);
  }
}

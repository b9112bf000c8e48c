/**
 * win-overlay: attaches containers to an HNS network of type Overlay. The order of things is shared with
 * win-bridge and is in lib/hns/attachment; what an overlay does its own way is in rules.ts.
 */
import { spelling, validate } from '../../generated/win-overlay.ts';
import { definePlugin } from '../../lib/cni/plugin.ts';
import type { Host } from '../../lib/host/host.ts';
import type { WinOverlayConfig } from './config.ts';
import { overlayRules } from './rules.ts';

export const winOverlay = definePlugin<WinOverlayConfig, Host>({
  name: 'win-overlay',
  about: 'attaches containers to an Overlay network of the Windows Host Networking Service',
  form: { spelling, validate },
  // An operation loads what it needs itself: starting up is most of what a plugin's call costs.
  add: async (request, host) => {
    const { attach } = await import('../../lib/hns/attachment/attach.ts');
    return await attach(request, host, overlayRules);
  },
  check: async (request, host) => {
    const { check } = await import('../../lib/hns/attachment/check.ts');
    await check(request, host, overlayRules);
  },
  del: async (request, host) => {
    const { detach } = await import('../../lib/hns/attachment/detach.ts');
    await detach(request, host, overlayRules);
  },
  gc: async (request, host) => {
    const { collectGarbage } = await import('../../lib/hns/attachment/gc.ts');
    await collectGarbage(request, host, overlayRules);
  },
  status: async (request, host) => {
    const { reportStatus } = await import('../../lib/hns/attachment/status.ts');
    await reportStatus(request, host, overlayRules);
  },
});

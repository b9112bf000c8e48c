/**
 * win-overlay: attaches containers to an HNS network of type Overlay. The order of things is shared with
 * win-bridge and is in lib/hns/attachment; what an overlay does its own way is in rules.ts.
 */
import { spelling, validate } from '../../generated/win-overlay.ts';
import { definePlugin } from '../../lib/cni/plugin.ts';
import { attach } from '../../lib/hns/attachment/attach.ts';
import { check } from '../../lib/hns/attachment/check.ts';
import { detach } from '../../lib/hns/attachment/detach.ts';
import { collectGarbage } from '../../lib/hns/attachment/gc.ts';
import { reportStatus } from '../../lib/hns/attachment/status.ts';
import type { Host } from '../../lib/host/host.ts';
import type { WinOverlayConfig } from './config.ts';
import { overlayRules } from './rules.ts';

export const winOverlay = definePlugin<WinOverlayConfig, Host>({
  name: 'win-overlay',
  about: 'attaches containers to an Overlay network of the Windows Host Networking Service',
  form: { spelling, validate },
  add: (request, host) => attach(request, host, overlayRules),
  check: (request, host) => check(request, host, overlayRules),
  del: (request, host) => detach(request, host, overlayRules),
  gc: (request, host) => collectGarbage(request, host, overlayRules),
  status: (request, host) => reportStatus(request, host, overlayRules),
});

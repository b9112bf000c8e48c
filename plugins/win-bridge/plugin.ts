/**
 * win-bridge: attaches containers to an HNS network of type L2Bridge or L2Tunnel. The order of things is shared with
 * win-overlay and is in lib/hns/attachment; what a bridge does its own way is in rules.ts.
 */
import { spelling, validate } from '../../generated/win-bridge.ts';
import { definePlugin } from '../../lib/cni/plugin.ts';
import { attach } from '../../lib/hns/attachment/attach.ts';
import { check } from '../../lib/hns/attachment/check.ts';
import { detach } from '../../lib/hns/attachment/detach.ts';
import { collectGarbage } from '../../lib/hns/attachment/gc.ts';
import { reportStatus } from '../../lib/hns/attachment/status.ts';
import type { Host } from '../../lib/host/host.ts';
import type { WinBridgeConfig } from './config.ts';
import { bridgeRules } from './rules.ts';

export const winBridge = definePlugin<WinBridgeConfig, Host>({
  name: 'win-bridge',
  about: 'attaches containers to an L2Bridge or L2Tunnel network of the Windows Host Networking Service',
  form: { spelling, validate },
  add: (request, host) => attach(request, host, bridgeRules),
  check: (request, host) => check(request, host, bridgeRules),
  del: (request, host) => detach(request, host, bridgeRules),
  gc: (request, host) => collectGarbage(request, host, bridgeRules),
  status: (request, host) => reportStatus(request, host, bridgeRules),
});

/**
 * win-bridge: attaches containers to an HNS network of type L2Bridge or L2Tunnel. The order of things is shared with
 * win-overlay and is in lib/hns/attachment; what a bridge does its own way is in rules.ts.
 */
import { spelling, validate } from '../../generated/win-bridge.ts';
import { definePlugin } from '../../lib/cni/plugin.ts';
import type { Host } from '../../lib/host/host.ts';
import type { WinBridgeConfig } from './config.ts';
import { bridgeRules } from './rules.ts';

export const winBridge = definePlugin<WinBridgeConfig, Host>({
  name: 'win-bridge',
  about: 'attaches containers to an L2Bridge or L2Tunnel network of the Windows Host Networking Service',
  form: { spelling, validate },
  // An operation loads what it needs itself: starting up is most of what a plugin's call costs.
  add: async (request, host) => {
    const { attach } = await import('../../lib/hns/attachment/attach.ts');
    return await attach(request, host, bridgeRules);
  },
  check: async (request, host) => {
    const { check } = await import('../../lib/hns/attachment/check.ts');
    await check(request, host, bridgeRules);
  },
  del: async (request, host) => {
    const { detach } = await import('../../lib/hns/attachment/detach.ts');
    await detach(request, host, bridgeRules);
  },
  gc: async (request, host) => {
    const { collectGarbage } = await import('../../lib/hns/attachment/gc.ts');
    await collectGarbage(request, host, bridgeRules);
  },
  status: async (request, host) => {
    const { reportStatus } = await import('../../lib/hns/attachment/status.ts');
    await reportStatus(request, host, bridgeRules);
  },
});

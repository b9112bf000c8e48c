import { ipamConfig } from '../../lib/hns/attachment/ipam-config.ts';
import type { NetworkRules } from '../../lib/hns/attachment/network-rules.ts';
import type { WinBridgeConfig } from './config.ts';
import { podGateway } from './gateway.ts';
import { bridgePolicies } from './policies.ts';
import { reserveBridgeGateway } from './reserve-bridge-gateway.ts';

/** What win-bridge decides about its endpoints. */
export const bridgeRules: NetworkRules<WinBridgeConfig> = {
  networkTypes: ['L2Bridge', 'L2Tunnel'],
  checkConfig: () => undefined,
  checkNetwork: () => undefined,
  ipamConfig: (config) => {
    const ipam = ipamConfig(config);
    // Any other IPAM plugin's ranges are its own business.
    return ipam?.type === 'host-local' ? { ...ipam, config: reserveBridgeGateway(ipam.config) } : ipam;
  },
  gateway: podGateway,
  policies: bridgePolicies,
  macAddress: () => undefined,
};

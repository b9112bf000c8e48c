import { ipamConfig } from '../../lib/hns/attachment/ipam-config.ts';
import type { NetworkRules } from '../../lib/hns/attachment/network-rules.ts';
import type { WinOverlayConfig } from './config.ts';
import { podGateway } from './gateway.ts';
import { checkMacPrefix, endpointMacAddress } from './mac-address.ts';
import { requireManagementAddress } from './management-address.ts';
import { overlayPolicies } from './policies.ts';

/** What win-overlay decides about its endpoints. */
export const overlayRules: NetworkRules<WinOverlayConfig> = {
  networkTypes: ['Overlay'],
  checkConfig: checkMacPrefix,
  checkNetwork: requireManagementAddress,
  ipamConfig,
  gateway: podGateway,
  policies: overlayPolicies,
  macAddress: endpointMacAddress,
};

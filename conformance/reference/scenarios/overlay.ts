import type { Scenario } from '../scenario.ts';
import { HANDED_BACK, hostLocal, LIFE, OLD_LIFE, POLICIES, policies, TAKEN_OVER } from './parts.ts';

const usual = { plugin: 'win-overlay', network: 'vxlan0', cniVersion: '1.0.0', steps: LIFE } as const;

const config = { apiVersion: 2, ...hostLocal('vxlan0') };

/** win-overlay by itself, version 2 of HNS. */
export const OVERLAY_SCENARIOS: readonly Scenario[] = [
  { ...usual, id: 'overlay-plain', config },
  { ...usual, id: 'overlay-0.2.0', cniVersion: '0.2.0', steps: OLD_LIFE, config },
  { ...usual, id: 'overlay-0.4.0', cniVersion: '0.4.0', config },
  { ...usual, id: 'overlay-1.1.0', cniVersion: '1.1.0', config },
  { ...usual, id: 'overlay-policies', config: { ...config, ...POLICIES } },
  { ...usual, id: 'overlay-masquerade', config: { ...config, ipMasq: true } },
  {
    ...usual,
    id: 'overlay-masquerade-network',
    config: { ...config, ipMasq: true, ipMasqNetwork: '10.244.0.0/16' },
  },
  { ...usual, id: 'overlay-masquerade-and-policies', config: { ...config, ...POLICIES, ipMasq: true } },
  { ...usual, id: 'overlay-mac-prefix', config: { ...config, endpointMacPrefix: '0A-5B' } },
  {
    ...usual,
    id: 'overlay-provider-address',
    config: {
      ...config,
      ...policies({ Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.99' } }),
    },
  },
  {
    ...usual,
    id: 'overlay-dns',
    config: {
      ...config,
      dns: { nameservers: ['10.96.0.10'], search: ['svc.cluster.local'] },
      runtimeConfig: { dns: { servers: ['10.96.0.11'], searches: ['web.svc.cluster.local'] } },
    },
  },
  { ...usual, id: 'overlay-loopback', config: { ...config, ...POLICIES, loopbackDSR: true } },
  {
    ...usual,
    id: 'overlay-ports',
    config: {
      ...config,
      runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
    },
  },
  {
    ...usual,
    id: 'overlay-requested-address',
    steps: [{ verb: 'ADD', args: 'IP=10.244.1.77' }, ...LIFE.slice(1)],
    config,
  },
  { ...usual, id: 'overlay-repeated', steps: [{ verb: 'ADD' }, ...OLD_LIFE], config },
  { ...usual, id: 'overlay-taken-over', steps: TAKEN_OVER, config: { ...config, ...POLICIES } },
  {
    ...usual,
    id: 'overlay-masquerade-taken-over',
    steps: TAKEN_OVER,
    config: { ...config, ...POLICIES, ipMasq: true },
  },
  { ...usual, id: 'overlay-handed-back', steps: HANDED_BACK, config: { ...config, ...POLICIES } },
  { ...usual, id: 'overlay-go-host-local', delegates: 'reference', config: { ...config, ...POLICIES } },
];

import type { Scenario, Step } from '../scenario.ts';
import { hostLocal, lastLease, VERSION_1_POLICIES } from './parts.ts';

/** As dockershim calls: the container of the pod's sandbox, then one that shares its network. */
const SANDBOX_LIFE: readonly Step[] = [
  { verb: 'ADD', netns: 'none' },
  { verb: 'DEL', netns: 'none' },
  { verb: 'DEL', netns: 'none' },
];

/** A container of the same pod comes and goes. */
const SHARED_LIFE: readonly Step[] = [
  { verb: 'ADD', netns: 'none' },
  { verb: 'ADD', pod: 'workload-1', netns: 'container:pod-1' },
  { verb: 'DEL', pod: 'workload-1', netns: 'container:pod-1' },
  { verb: 'DEL', netns: 'none' },
];

const TAKEN_OVER: readonly Step[] = [
  { verb: 'ADD', netns: 'none', by: 'reference' },
  { verb: 'DEL', netns: 'none' },
];

const HANDED_BACK: readonly Step[] = [
  { verb: 'ADD', netns: 'none' },
  { verb: 'DEL', netns: 'none', by: 'reference' },
];

const bridge = {
  plugin: 'win-bridge',
  network: 'cbr0',
  cniVersion: '0.3.1',
  files: lastLease('cbr0'),
  steps: SANDBOX_LIFE,
} as const;
const overlay = {
  plugin: 'win-overlay',
  network: 'vxlan0',
  cniVersion: '0.3.1',
  steps: SANDBOX_LIFE,
} as const;

const onBridge = { apiVersion: 1, ...hostLocal('cbr0') };
const onOverlay = { apiVersion: 1, ...hostLocal('vxlan0') };

/** win-bridge and win-overlay, version 1 of HNS. */
export const VERSION_1_SCENARIOS: readonly Scenario[] = [
  { ...bridge, id: 'v1-bridge-plain', config: onBridge },
  { ...bridge, id: 'v1-bridge-policies', config: { ...onBridge, ...VERSION_1_POLICIES } },
  {
    ...bridge,
    id: 'v1-bridge-masquerade',
    config: { ...onBridge, ipMasq: true, ipMasqNetwork: '10.244.0.0/16' },
  },
  {
    ...bridge,
    id: 'v1-bridge-ports',
    config: {
      ...onBridge,
      runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'TCP' }] },
    },
  },
  {
    ...bridge,
    id: 'v1-bridge-dns',
    config: { ...onBridge, dns: { nameservers: ['10.96.0.10'], search: ['svc.cluster.local'] } },
  },
  { ...bridge, id: 'v1-bridge-shared', steps: SHARED_LIFE, config: onBridge },
  { ...bridge, id: 'v1-bridge-taken-over', steps: TAKEN_OVER, config: onBridge },
  { ...bridge, id: 'v1-bridge-handed-back', steps: HANDED_BACK, config: onBridge },
  { ...bridge, id: 'v1-bridge-by-default', config: hostLocal('cbr0') },
  { ...overlay, id: 'v1-overlay-plain', config: onOverlay },
  {
    ...overlay,
    id: 'v1-overlay-policies',
    config: { ...onOverlay, ...VERSION_1_POLICIES, ipMasq: true, endpointMacPrefix: '0A-5B' },
  },
  {
    ...overlay,
    id: 'v1-overlay-loopback',
    config: { ...onOverlay, ...VERSION_1_POLICIES, loopbackDSR: true },
  },
  { ...overlay, id: 'v1-overlay-shared', steps: SHARED_LIFE, config: onOverlay },
  {
    ...bridge,
    plugin: 'flannel',
    id: 'v1-flannel-bridge',
    config: { delegate: { type: 'win-bridge', apiVersion: 1, ...VERSION_1_POLICIES } },
  },
];

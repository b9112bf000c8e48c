import type { JsonObject } from '../../../lib/cni/json.ts';
import type { Scenario } from '../scenario.ts';
import { HANDED_BACK, LIFE, lastLease, OLD_LIFE, POLICIES, TAKEN_OVER } from './parts.ts';

const overlay = { plugin: 'flannel', network: 'vxlan0', cniVersion: '1.0.0', steps: LIFE } as const;
const bridge = {
  plugin: 'flannel',
  network: 'cbr0',
  cniVersion: '1.0.0',
  files: lastLease('cbr0'),
  steps: LIFE,
} as const;

const toOverlay: JsonObject = { delegate: { type: 'win-overlay', apiVersion: 2, ...POLICIES } };
const toBridge: JsonObject = { delegate: { type: 'win-bridge', apiVersion: 2, ...POLICIES } };

/** All three plugins in a row, as a node runs them. */
export const FLANNEL_SCENARIOS: readonly Scenario[] = [
  { ...overlay, id: 'flannel-overlay', config: toOverlay },
  { ...overlay, id: 'flannel-overlay-0.3.1', cniVersion: '0.3.1', steps: OLD_LIFE, config: toOverlay },
  {
    ...overlay,
    id: 'flannel-overlay-without-policies',
    config: { delegate: { type: 'win-overlay', apiVersion: 2 } },
  },
  {
    ...overlay,
    id: 'flannel-overlay-masquerade-off',
    config: { delegate: { type: 'win-overlay', apiVersion: 2, ipMasq: false } },
  },
  {
    ...overlay,
    id: 'flannel-overlay-runtime',
    config: {
      ...toOverlay,
      runtimeConfig: { dns: { servers: ['10.96.0.10'], searches: ['svc.cluster.local'] } },
    },
  },
  {
    ...overlay,
    id: 'flannel-overlay-repeated',
    steps: [{ verb: 'ADD' }, ...OLD_LIFE],
    config: toOverlay,
  },
  { ...overlay, id: 'flannel-overlay-taken-over', steps: TAKEN_OVER, config: toOverlay },
  { ...overlay, id: 'flannel-overlay-handed-back', steps: HANDED_BACK, config: toOverlay },
  { ...overlay, id: 'flannel-over-go-overlay', delegates: 'reference', config: toOverlay },
  {
    ...overlay,
    id: 'go-flannel-over-overlay',
    delegates: 'ours',
    steps: LIFE.map((step) => ({ ...step, by: 'reference' })),
    config: toOverlay,
  },
  { ...bridge, id: 'flannel-bridge', config: toBridge },
  { ...bridge, id: 'flannel-bridge-0.2.0', cniVersion: '0.2.0', steps: OLD_LIFE, config: toBridge },
  { ...bridge, id: 'flannel-bridge-default', config: { delegate: { apiVersion: 2 } } },
  {
    ...bridge,
    id: 'flannel-bridge-ports',
    config: {
      ...toBridge,
      runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
    },
  },
  {
    ...bridge,
    id: 'flannel-bridge-requested-address',
    steps: [{ verb: 'ADD', args: 'IgnoreUnknown=1;IP=10.244.2.77' }, ...LIFE.slice(1)],
    config: toBridge,
  },
  { ...bridge, id: 'flannel-bridge-first-pod', files: {}, config: toBridge },
  { ...bridge, id: 'flannel-bridge-taken-over', steps: TAKEN_OVER, config: toBridge },
  { ...bridge, id: 'flannel-bridge-handed-back', steps: HANDED_BACK, config: toBridge },
];

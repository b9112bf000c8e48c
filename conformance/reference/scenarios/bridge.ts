import type { Scenario } from '../scenario.ts';
import {
  HANDED_BACK,
  hostLocal,
  LIFE,
  lastLease,
  OLD_LIFE,
  POLICIES,
  policies,
  TAKEN_OVER,
  VERSION_1_POLICIES,
} from './parts.ts';

const usual = {
  plugin: 'win-bridge',
  network: 'cbr0',
  cniVersion: '1.0.0',
  files: lastLease('cbr0'),
  steps: LIFE,
} as const;

const config = { apiVersion: 2, ...hostLocal('cbr0') };

const ports = [
  { hostPort: 8080, containerPort: 80, protocol: 'tcp' },
  { hostPort: 5353, containerPort: 53, protocol: 'udp', hostIP: '192.168.79.39' },
];

/** win-bridge by itself, version 2 of HNS. */
export const BRIDGE_SCENARIOS: readonly Scenario[] = [
  { ...usual, id: 'bridge-plain', config },
  { ...usual, id: 'bridge-0.2.0', cniVersion: '0.2.0', steps: OLD_LIFE, config },
  { ...usual, id: 'bridge-0.3.1', cniVersion: '0.3.1', steps: OLD_LIFE, config },
  { ...usual, id: 'bridge-1.1.0', cniVersion: '1.1.0', config },
  { ...usual, id: 'bridge-policies', config: { ...config, ...POLICIES } },
  {
    ...usual,
    id: 'bridge-masquerade',
    config: { ...config, ipMasq: true, ipMasqNetwork: '10.244.0.0/16' },
  },
  {
    ...usual,
    id: 'bridge-masquerade-and-policies',
    config: { ...config, ...POLICIES, ipMasq: true, ipMasqNetwork: '172.16.0.0/12' },
  },
  {
    ...usual,
    id: 'bridge-masquerade-off',
    config: { ...config, ipMasq: false, ipMasqNetwork: '10.244.0.0/16' },
  },
  { ...usual, id: 'bridge-ports', config: { ...config, runtimeConfig: { portMappings: ports } } },
  {
    ...usual,
    id: 'bridge-dns',
    config: {
      ...config,
      dns: { nameservers: ['10.96.0.10'], domain: 'cluster.local', search: ['svc.cluster.local'] },
    },
  },
  {
    ...usual,
    id: 'bridge-runtime-dns',
    config: {
      ...config,
      dns: { nameservers: ['10.96.0.10'], search: ['svc.cluster.local'], options: ['ndots:5'] },
      runtimeConfig: { dns: { servers: ['10.96.0.11'], searches: ['web.svc.cluster.local'] } },
    },
  },
  {
    ...usual,
    id: 'bridge-runtime-dns-options',
    config: { ...config, runtimeConfig: { dns: { servers: ['10.96.0.11'], options: ['ndots:5'] } } },
  },
  { ...usual, id: 'bridge-loopback', config: { ...config, ...POLICIES, loopbackDSR: true } },
  {
    ...usual,
    id: 'bridge-requested-address',
    steps: [{ verb: 'ADD', args: 'IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.244.2.77' }, ...LIFE.slice(1)],
    config,
  },
  {
    ...usual,
    id: 'bridge-several-pods',
    steps: [
      { verb: 'ADD' },
      { verb: 'ADD', pod: 'pod-2' },
      { verb: 'DEL' },
      { verb: 'ADD', pod: 'pod-3' },
      { verb: 'DEL', pod: 'pod-2' },
      { verb: 'DEL', pod: 'pod-3' },
    ],
    config: { ...config, ...POLICIES },
  },
  {
    ...usual,
    id: 'bridge-two-interfaces',
    steps: [
      { verb: 'ADD' },
      { verb: 'ADD', ifName: 'eth1' },
      { verb: 'DEL', ifName: 'eth1' },
      { verb: 'DEL' },
    ],
    config,
  },
  { ...usual, id: 'bridge-repeated', steps: [{ verb: 'ADD' }, ...OLD_LIFE], config },
  { ...usual, id: 'bridge-first-pod', files: {}, config },
  {
    ...usual,
    id: 'bridge-ipam-route',
    config: {
      apiVersion: 2,
      ...hostLocal('cbr0', { routes: [{ dst: '0.0.0.0/0' }, { dst: '10.96.0.0/12' }] }),
    },
  },
  { ...usual, id: 'bridge-without-ipam', config: { apiVersion: 2 } },
  { ...usual, id: 'bridge-version-1-policies', config: { ...config, ...VERSION_1_POLICIES } },
  {
    ...usual,
    id: 'bridge-unreadable-policy',
    steps: [{ verb: 'ADD' }, { verb: 'DEL' }],
    config: { ...config, ...policies({ Type: 'OutBoundNAT', Settings: { Exceptions: 'all' } }) },
  },
  {
    ...usual,
    id: 'bridge-unknown-protocol',
    steps: [{ verb: 'ADD' }, { verb: 'DEL' }],
    config: {
      ...config,
      runtimeConfig: { portMappings: [{ hostPort: 1, containerPort: 1, protocol: 'carp' }] },
    },
  },
  { ...usual, id: 'bridge-taken-over', steps: TAKEN_OVER, config: { ...config, ...POLICIES } },
  { ...usual, id: 'bridge-handed-back', steps: HANDED_BACK, config: { ...config, ...POLICIES } },
  { ...usual, id: 'bridge-go-host-local', delegates: 'reference', config: { ...config, ...POLICIES } },
];

/**
 * A Host Networking Service in memory, `cni-windows/simulated-hns` in the package, for tests of plugins on any machine.
 * {@link SimulatedHns} is the service: it is given networks (`overlayNetwork`, `l2bridgeNetwork`), told to fail, and asked
 * what it holds and what it was called with. {@link simulatedHost} is a node with it, for tests that call a plugin's operations;
 * {@link startServer} lets executables reach it. docs/simulated-hns.md says what it is faithful to.
 */
/// <reference types="node" preserve="true" />

export type { SimulatorAddress } from '../../lib/hns/hcn/simulator-address.ts';
export type { Fault, Moment, Strike } from './faults.ts';
export {
  flannelHostGateway,
  hostEndpoint,
  l2bridgeNetwork,
  type NetworkPlan,
  overlayNetwork,
  type SubnetPlan,
} from './fixtures.ts';
export type { JournalEntry } from './journal.ts';
export { type RunningServer, startServer } from './server.ts';
export {
  type DroppedCall,
  type FailingCall,
  type HeldCall,
  SimulatedHns,
  type SimulatedHnsOptions,
} from './simulated-hns.ts';
export { type SimulatedHostOptions, simulatedHost } from './simulated-host.ts';
export type { Conduct, StateDocument } from './state.ts';

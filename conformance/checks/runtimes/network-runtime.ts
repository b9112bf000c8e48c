import type { JsonObject } from '../../../lib/cni/json.ts';
import type { Container } from '../bench/container.ts';
import type { Step } from '../bench/step.ts';

/** Commands a runtime carries out for whole networks. */
export const RUNTIME_COMMANDS = ['status', 'add', 'check', 'del', 'gc'] as const;

/** One of {@link RUNTIME_COMMANDS}. */
export type RuntimeCommand = (typeof RUNTIME_COMMANDS)[number];

/** A container's interface, as it is given to a runtime. */
export interface RuntimeRequest {
  readonly command: RuntimeCommand;
  readonly container: Container;
  readonly ifName: string;
}

/** What a runtime answered. */
export interface RuntimeAnswer {
  readonly succeeded: boolean;
  /** The result of ADD. */
  readonly result?: JsonObject;
  /** What it said, for a report. */
  readonly said: string;
  /** What was done, so that it can be done by hand. */
  readonly step: Step;
}

/** A program that executes network configurations as container runtimes do (specification section 3). */
export interface NetworkRuntime {
  readonly name: string;
  /** The id under which it attaches the container in a namespace. */
  readonly containerIdOf: (container: Container) => string;
  /** Carries out a command for its network; GC with no attachment in use. */
  readonly run: (request: RuntimeRequest) => Promise<RuntimeAnswer>;
}

/** What runtimes are made from. */
export interface RuntimePlace {
  /** The folder with the configuration list. */
  readonly folder: string;
  /** Name of the network in it. */
  readonly network: string;
  readonly binDirs: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** `CNI_ARGS` */
  readonly args: string;
  readonly capabilityArgs: JsonObject;
  readonly timeLimitMs: number;
}

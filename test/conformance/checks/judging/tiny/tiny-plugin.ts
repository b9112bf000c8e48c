import type { JsonObject } from '../../../../../lib/cni/json.ts';

/** One request to a tiny plugin, once its parameters have been checked. */
export interface TinyRequest {
  readonly containerId: string;
  readonly netns: string;
  readonly ifName: string;
  readonly version: string;
  readonly config: JsonObject;
  /** Standard input as it came, for delegated plugins. */
  readonly text: string;
  readonly prevResult: JsonObject | undefined;
  /** `<container id>/<interface>` of each attachment that GC has to leave alone. */
  readonly valid: readonly string[];
}

/** What a process leaves. */
export interface TinyOutput {
  readonly stdout: string;
  readonly stderr?: string;
  readonly exitCode: number;
}

export type TinyEnvironment = Readonly<Record<string, string | undefined>>;

/** The operations of a tiny plugin. Results are in the form of 1.1.0. */
export interface TinyOperations {
  add(request: TinyRequest): JsonObject;
  check(request: TinyRequest): void;
  del(request: TinyRequest): void;
  gc(request: TinyRequest): void;
  status(request: TinyRequest): void;
}

/**
 * A small plugin that keeps every rule, in parts that can be exchanged one by one: a wrong plugin is a right one with one part of
 * another kind.
 */
export interface TinyPlugin extends TinyOperations {
  /** What VERSION answers to this input. */
  version(input: JsonObject): JsonObject;
  /** Variables a command cannot do without. */
  required(command: string): readonly string[];
  checkVariables(environment: TinyEnvironment, required: readonly string[]): void;
  checkContainerId(containerId: string): void;
  checkIfName(ifName: string): void;
  checkName(name: unknown): void;
  checkVersion(version: string): void;
  parse(text: string): JsonObject;
  /** A result in the form of a version. */
  inVersion(result: JsonObject, version: string): JsonObject;
  /** What is done for a command that is none. */
  unknown(command: string): void;
  succeed(stdout: string, command: string): TinyOutput;
  fail(error: JsonObject): TinyOutput;
  errorOf(problem: { readonly code: number; readonly message: string }, version: string): JsonObject;
}

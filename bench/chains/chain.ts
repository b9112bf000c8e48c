import type { JsonObject } from '../../lib/cni/json.ts';
import type { Call } from '../timing/call.ts';

export type Verb = 'ADD' | 'CHECK' | 'DEL';

/** A plugin on a node, with those it delegates to, as a container runtime calls it. */
export interface Chain {
  /** Whose executables: `bun`, `pkg`, `Go`. */
  readonly who: string;
  /** `flannel → win-overlay → host-local`. */
  readonly what: string;
  /** @param prevResult What ADD printed, which runtimes hand to CHECK and DEL. */
  call(verb: Verb, pod: string, prevResult?: JsonObject): Call;
  /** What pods have on the node, in words; empty when nothing is left. */
  remains(): Promise<readonly string[]>;
  /** Matches the command lines of its processes. */
  readonly processes: RegExp;
}

/** Of every configuration: the newest that every Go flannel takes, that of the Go plugins v0.9.1 too. */
export const CNI_VERSION = '0.4.0';

/** A container id as container runtimes make them: 64 hexadecimal digits. */
export function podId(index: number): string {
  return index.toString(16).padStart(64, 'b0d5');
}

/** The network namespace of a pod, a GUID. */
export function namespaceOf(pod: string): string {
  return `8c1b2a3d-4e5f-4071-8293-${pod.slice(-12)}`;
}

/** The parameters of the protocol in a plugin's environment. */
export function parametersOf(verb: Verb, pod: string, path: string): Record<string, string> {
  return {
    CNI_COMMAND: verb,
    CNI_CONTAINERID: pod,
    CNI_NETNS: namespaceOf(pod),
    CNI_IFNAME: 'eth0',
    CNI_PATH: path,
  };
}

/** The configuration on standard input; every verb but ADD is given the result of ADD. */
export function inputOf(config: JsonObject, prevResult: JsonObject | undefined): string {
  return JSON.stringify(prevResult === undefined ? config : { ...config, prevResult });
}

/** Characters that mean something in a regular expression, such that they mean themselves. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

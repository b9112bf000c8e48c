import { randomUUID } from 'node:crypto';
import type { PluginKind } from './plugin-kind.ts';

/**
 * Where the containers of the suite get their network namespaces (`CNI_NETNS`) from.
 *
 * - `given`: these, one for each container; `{n}` in one stands for the number of the container, `{guid}` for a new GUID.
 * - `made`: namespaces of Linux that the suite makes and removes, which takes root.
 */
export type SandboxPlan =
  | { readonly kind: 'given'; readonly values: readonly string[] }
  | { readonly kind: 'made' };

/** The namespaces of Windows: HNS, or the simulation of it, knows them by GUIDs. */
const GUIDS: SandboxPlan = { kind: 'given', values: ['{guid}'] };

/** A path that need not be there: an IPAM plugin never enters it. */
const PATHS: SandboxPlan = { kind: 'given', values: ['/var/run/netns/cni-conformance-{n}'] };

/** What fits when nobody says. */
export function fittingSandboxes({
  kind,
  platform,
  simulated,
  root,
}: {
  readonly kind: PluginKind;
  readonly platform: NodeJS.Platform;
  /** HNS is simulated. */
  readonly simulated: boolean;
  readonly root: boolean;
}): SandboxPlan {
  if (platform === 'win32' || simulated) return GUIDS;
  return kind !== 'ipam' && platform === 'linux' && root ? { kind: 'made' } : PATHS;
}

/** The namespace of the container with this number, counted from 1; `undefined` when as many were not given. */
export function givenSandbox(values: readonly string[], number: number): string | undefined {
  const only = values.length === 1 ? values[0] : undefined;
  const value = only !== undefined && /\{n\}|\{guid\}/.test(only) ? only : values[number - 1];
  return value?.replaceAll('{n}', `${number}`).replaceAll('{guid}', () => randomUUID());
}

import type { Environment } from '../cni/environment.ts';
import type { Parameters } from '../cni/parameters.ts';

/**
 * Variables that change what a Node or Bun program does before its first line runs. They are the caller's business with
 * us, not with a program we start.
 */
const RUNTIME_VARIABLES = ['BUN_OPTIONS', 'BUN_BE_BUN', 'NODE_OPTIONS'];

/**
 * The environment a delegate is executed in (specification section 4): the caller's, with the protocol's variables
 * replaced. A parameter that is empty stays absent where the caller has no such variable.
 */
export function delegateEnvironment(
  inherited: Environment,
  parameters: Parameters,
  platform: NodeJS.Platform,
): Record<string, string> {
  const spelled = (name: string) => (platform === 'win32' ? name.toUpperCase() : name);
  const protocol = protocolVariables(parameters);
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !RUNTIME_VARIABLES.includes(spelled(entry[0])) &&
      !Object.hasOwn(protocol, spelled(entry[0])),
  );
  const present = new Set(Object.keys(inherited).map(spelled));
  const set = Object.entries(protocol).filter(([name, value]) => value !== '' || present.has(name));
  return Object.fromEntries([...kept, ...set]);
}

function protocolVariables({ command, containerId, netns, ifName, args, path }: Parameters) {
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: containerId,
    CNI_NETNS: netns,
    CNI_IFNAME: ifName,
    CNI_ARGS: args,
    CNI_PATH: path,
  };
}

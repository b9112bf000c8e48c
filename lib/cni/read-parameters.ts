import { type Environment, variable } from './environment.ts';
import { CniError, CniErrorCode } from './error.ts';
import { checkContainerId, checkInterfaceName } from './identifiers.ts';
import { COMMANDS, type Command, type Parameters } from './parameters.ts';

/** The variables of the protocol in the order they are looked at, and the commands that cannot do without them. */
const VARIABLES: readonly RequiredVariable[] = [
  { name: 'CNI_COMMAND', is: 'command', requiredBy: COMMANDS },
  {
    name: 'CNI_CONTAINERID',
    is: 'containerId',
    requiredBy: ['ADD', 'CHECK', 'DEL'],
    check: checkContainerId,
  },
  { name: 'CNI_NETNS', is: 'netns', requiredBy: ['ADD', 'CHECK'] },
  { name: 'CNI_IFNAME', is: 'ifName', requiredBy: ['ADD', 'CHECK', 'DEL'], check: checkInterfaceName },
  { name: 'CNI_PATH', is: 'path', requiredBy: ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS'] },
];

interface RequiredVariable {
  readonly name: string;
  readonly is: keyof ReadParameters;
  readonly requiredBy: readonly Command[];
  readonly check?: (value: string) => void;
}

/** The parameters as read, before it is known whether the command is one. */
export type ReadParameters = Omit<Parameters, 'command'> & { readonly command: string };

/**
 * Reads the protocol's variables, checking them in the order the Go skeleton does: the first invalid value ends the
 * request, then all missing ones are named at once (specification section 2).
 *
 * @throws {CniError} Code 4.
 */
export function readParameters(environment: Environment, platform: NodeJS.Platform): ReadParameters {
  const value = (name: string) => variable(environment, name, platform);
  const parameters: ReadParameters = {
    command: value('CNI_COMMAND'),
    containerId: value('CNI_CONTAINERID'),
    netns: value('CNI_NETNS'),
    ifName: value('CNI_IFNAME'),
    args: value('CNI_ARGS'),
    path: value('CNI_PATH'),
  };
  const missing: string[] = [];
  for (const { name, is, requiredBy, check } of VARIABLES) {
    if (!(requiredBy as readonly string[]).includes(parameters.command)) continue;
    if (parameters[is] === '') missing.push(name);
    else check?.(parameters[is]);
  }
  if (missing.length > 0) throw missingVariables(parameters.command, missing);
  return parameters;
}

/**
 * Narrows the command.
 *
 * @throws {CniError} Code 4 when it is not one of the six.
 */
export function checkCommand(parameters: ReadParameters): Parameters {
  const command = COMMANDS.find((known) => known === parameters.command);
  if (command !== undefined) return { ...parameters, command };
  throw new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `unknown CNI_COMMAND: ${parameters.command}`,
    details: `Commands are ${COMMANDS.join(', ')}, in capitals`,
  });
}

function missingVariables(command: string, names: readonly string[]): CniError {
  return new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `required env variables [${names.join()}] missing`,
    details: `${command} needs them; the container runtime sets them for every plugin it starts`,
  });
}

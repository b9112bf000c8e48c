import { CniError, CniErrorCode, type ErrorCode } from './error.ts';

const IDENTIFIER = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;
const MAX_INTERFACE_NAME_BYTES = 15;

/** Tells whether text has the form of a container id or network name, so that it can be a file name. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/**
 * Refuses a container id that could leave a folder or confuse a parser (pkg/utils of the CNI library).
 *
 * @throws {CniError} Code 4 with the message runtimes know.
 */
export function checkContainerId(containerId: string): void {
  if (isIdentifier(containerId)) return;
  throw new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: 'invalid characters in containerID',
    details: `CNI_CONTAINERID is ${JSON.stringify(containerId)}; ${identifierRule}`,
  });
}

/**
 * Refuses a network name that is missing or could leave a folder.
 *
 * @throws {CniError} Code 7 with the message runtimes know.
 */
export function checkNetworkName(name: string | undefined): asserts name is string {
  if (name === undefined || name === '') {
    throw new CniError({
      code: CniErrorCode.invalidConfiguration,
      msg: 'missing network name',
      details: 'Give the network configuration a "name"',
    });
  }
  if (isIdentifier(name)) return;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: 'invalid characters found in network name',
    details: `"name" is ${JSON.stringify(name)}; ${identifierRule}`,
  });
}

/**
 * Refuses an interface name that no system would take (pkg/utils of the CNI library).
 *
 * @throws {CniError} Code 4 with the message runtimes know.
 */
export function checkInterfaceName(ifName: string): void {
  const problem = interfaceNameProblem(ifName);
  if (problem === undefined) return;
  const code: ErrorCode = CniErrorCode.invalidEnvironment;
  throw new CniError({ code, ...problem });
}

const identifierRule = 'allowed are letters, digits, "_", "." and "-", the first a letter or digit';

function interfaceNameProblem(ifName: string): { msg: string; details: string } | undefined {
  const found = `CNI_IFNAME is ${JSON.stringify(ifName)}`;
  if (new TextEncoder().encode(ifName).length > MAX_INTERFACE_NAME_BYTES) {
    const details = `interface name should be less than 16 characters; ${found}`;
    return { msg: 'interface name is too long', details };
  }
  if (ifName === '.' || ifName === '..') return { msg: 'interface name is . or ..', details: found };
  // Unicode's White_Space, as Go has it: JavaScript's \s takes U+FEFF and leaves U+0085.
  if (/[/:\x85]|(?!\ufeff)\s/.test(ifName)) {
    return { msg: 'interface name contains / or : or whitespace characters', details: found };
  }
  return undefined;
}

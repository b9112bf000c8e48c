import type { NetworkConfig } from './configuration.ts';
import { type Environment, variable } from './environment.ts';
import { toCniError } from './error.ts';
import { invoke, readNetwork } from './invoke.ts';
import type { JsonObject } from './json.ts';
import type { Plugin } from './plugin.ts';
import { printError, printResult } from './print-json.ts';
import { readConfiguration } from './read-configuration.ts';
import { checkCommand, readParameters } from './read-parameters.ts';
import { isSpecVersion, NEWEST_VERSION, SPEC_VERSIONS } from './spec-version.ts';

/** What a plugin process is given. */
export interface ProgramInput {
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  /** Reads standard input to its end. */
  readonly readStdin: () => Uint8Array;
  /** The release of the suite, for whoever runs the program by hand. */
  readonly release: string;
}

/** What a plugin process leaves: everything it prints, and its exit code. */
export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 1;
}

/**
 * Runs one plugin as the protocol asks (specification section 2): parameters from the environment, configuration from
 * standard input, a result or an error object for standard output. Never rejects.
 */
export async function run<Config extends NetworkConfig, Host>(
  plugin: Plugin<Config, Host>,
  input: ProgramInput,
  host: () => Host,
): Promise<ProgramOutput> {
  let cniVersion: string = NEWEST_VERSION;
  try {
    const command = variable(input.environment, 'CNI_COMMAND', input.platform);
    if (command === '') return about(plugin, input.release);
    const parameters = readParameters(input.environment, input.platform);
    if (command === 'VERSION') return versionOutput(input.readStdin());
    const configuration = readConfiguration(input.readStdin());
    cniVersion = answerVersion(plugin, configuration);
    const result = await invoke(plugin, configuration, checkCommand(parameters), host());
    return printed(result === undefined ? '' : await resultText(result, cniVersion));
  } catch (thrown) {
    return { stdout: errorText(thrown, cniVersion), stderr: '', exitCode: 1 };
  }
}

/** The error object for anything thrown; never a stack trace. */
export function errorText(thrown: unknown, cniVersion: string = NEWEST_VERSION): string {
  return printError(toCniError(thrown).toDocument(cniVersion));
}

/**
 * What VERSION leaves, whatever the plugin: an executable can answer it before it loads one. `cniVersion` is the caller's
 * (specification section 5, VERSION Success); the newest where the caller says none, as the Go library answers always.
 *
 * @param stdin What the request came with. Anything that cannot be read is as good as nothing: the question is clear.
 */
export function versionOutput(stdin: Uint8Array): ProgramOutput {
  const reply = { cniVersion: versionIn(stdin) ?? NEWEST_VERSION, supportedVersions: SPEC_VERSIONS };
  return printed(`${JSON.stringify(reply)}\n`);
}

function versionIn(stdin: Uint8Array): string | undefined {
  if (stdin.length === 0) return undefined;
  try {
    const { cniVersion } = readConfiguration(stdin);
    return typeof cniVersion === 'string' && cniVersion !== '' ? cniVersion : undefined;
  } catch {
    return undefined; // VERSION is how a caller finds out how to speak: it is not to fail over what was said
  }
}

function printed(stdout: string): ProgramOutput {
  return { stdout, stderr: '', exitCode: 0 };
}

/** Errors are answered in the version of the configuration where that is one; the checks of name and version come first. */
function answerVersion<Config extends NetworkConfig, Host>(
  plugin: Plugin<Config, Host>,
  configuration: JsonObject,
): string {
  const { writtenVersion } = readNetwork(plugin.form, configuration);
  return isSpecVersion(writtenVersion) ? writtenVersion : NEWEST_VERSION;
}

async function resultText(result: Parameters<typeof printResult>[0], cniVersion: string): Promise<string> {
  if (!isSpecVersion(cniVersion) || result.cniVersion === cniVersion) return printResult(result);
  const { convertResult } = await import('./convert-result.ts');
  return printResult(convertResult(result, cniVersion));
}

/** Run by hand, without a command: standard output stays empty, as the Go plugins leave it. */
function about<Config, Host>({ name, about: line }: Plugin<Config, Host>, release: string): ProgramOutput {
  const stderr = [
    `CNI ${name} plugin ${release}: ${line}`,
    `CNI protocol versions supported: ${SPEC_VERSIONS.join(', ')}`,
    'Usage: a container runtime starts it with CNI_COMMAND (ADD, CHECK, DEL, GC, STATUS, VERSION) in its environment and the network configuration on standard input',
    '',
  ].join('\n');
  return { stdout: '', stderr, exitCode: 0 };
}

import { resolve, win32 } from 'node:path';
import { CniError, CniErrorCode } from '../cni/error.ts';
import type { JsonObject } from '../cni/json.ts';
import type { Parameters } from '../cni/parameters.ts';
import { printJson } from '../cni/print-json.ts';
import type { AnyResult } from '../cni/result.ts';
import { DEFAULT_VERSION, isSpecVersion } from '../cni/spec-version.ts';
import type { Host } from '../host/host.ts';
import { delegateEnvironment } from './delegate-environment.ts';
import { delegateFailure, type Execution, excerpts, parseObject } from './delegate-failure.ts';

/** A delegate to execute; `parameters.command` is what it is asked to do. */
export interface DelegateStart {
  /** Names the plugin in errors. */
  readonly type: string;
  /** Path of its executable. */
  readonly file: string;
  readonly config: JsonObject;
  readonly parameters: Parameters;
  readonly host: Pick<Host, 'platform' | 'environment' | 'processes'>;
}

/** Longer than any HNS call takes; with what comes after it shorter than kubelet waits, see limit-after-hang.ts. */
const TIME_LIMIT_MS = 120_000;

/** What CreateProcess and cmd.exe can start. */
const WINDOWS_EXECUTABLES = ['.exe', '.com', '.bat', '.cmd'];

/**
 * Executes a plugin as specification section 4 says: parameters in the environment, the complete configuration on
 * standard input.
 *
 * @returns The result of ADD, unconverted; without a `cniVersion` of its own it has the configuration's. `undefined` for
 *   other commands.
 * @throws {CniError} The delegate's own error; code 121 when it failed without one or printed no result; 122 after 120 s.
 */
export async function executeDelegate(start: DelegateStart): Promise<AnyResult | undefined> {
  const { type, file, config, parameters, host } = start;
  checkExecutable(file, host.platform);
  const end = await host.processes.run({
    path: host.platform === 'win32' ? win32.resolve(file) : resolve(file),
    environment: delegateEnvironment(host.environment, parameters, host.platform),
    stdin: printJson(config, 'compact'),
    timeoutMs: TIME_LIMIT_MS,
  });
  const execution = { type, command: parameters.command, end };
  const succeeded = end.reason.kind === 'exited' && end.reason.exitCode === 0;
  if (!succeeded) throw delegateFailure(execution);
  return parameters.command === 'ADD' ? await resultOf(execution, config) : undefined;
}

async function resultOf({ type, end }: Execution, { cniVersion = '' }: JsonObject): Promise<AnyResult> {
  // The Go library takes `null` for an empty result.
  const document = end.stdout.trim() === 'null' ? {} : parseObject(end.stdout);
  if (document === undefined) {
    throw new CniError({
      code: CniErrorCode.delegateFailed,
      msg: `plugin ${JSON.stringify(type)} succeeded without a result: its standard output is not a JSON object`,
      details: excerpts(end),
    });
  }
  const { readResult } = await import('../cni/read-result.ts');
  const version = typeof cniVersion === 'string' && isSpecVersion(cniVersion) ? cniVersion : DEFAULT_VERSION;
  return readResult(document, version, `the result of plugin ${JSON.stringify(type)}`);
}

function checkExecutable(file: string, platform: NodeJS.Platform): void {
  if (platform !== 'win32') return;
  const extension = win32.extname(file).toLowerCase();
  if (WINDOWS_EXECUTABLES.includes(extension)) return;
  throw new CniError({
    code: CniErrorCode.delegateFailed,
    msg: `Cannot start ${file}: Windows starts no file with ${extension === '' ? 'no extension' : `the extension "${extension}"`}`,
    details: `Rename it to ${file}.exe if it is a Windows executable; other extensions that start are ${WINDOWS_EXECUTABLES.slice(1).join(', ')}`,
  });
}

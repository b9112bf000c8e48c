import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '../../lib/cni/json.ts';
import type { Attachment, Command } from '../../lib/cni/parameters.ts';
import type { Conflist } from './stage.ts';

/** What a container runtime asks a plugin for. */
export interface RuntimeRequest {
  readonly command: Command;
  readonly conflist: Conflist;
  /** The folder of the plugins. */
  readonly binFolder: string;
  readonly simulator: string;
  /** Absent for STATUS and GC. */
  readonly attachment?: Attachment & { readonly netns: string };
  /** The result of ADD, which runtimes keep for CHECK and DEL. */
  readonly prevResult?: JsonObject;
  /** GC only: the attachments still in use. */
  readonly validAttachments?: readonly Attachment[];
}

/** How the plugin answered. */
export interface PluginAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The whole process, from its start to its end. */
  readonly milliseconds: number;
}

/**
 * Does what a container runtime does with a list of one plugin (specification section 3): the plugin's object with name
 * and version of the list on standard input, the parameters in the environment.
 */
export async function callPlugin(request: RuntimeRequest): Promise<PluginAnswer> {
  const { conflist, binFolder } = request;
  const type = conflist.plugins[0]?.type ?? '';
  const file = join(binFolder, process.platform === 'win32' ? `${type}.exe` : type);
  const start = performance.now();
  const child = spawn(file, [], { env: environmentOf(request), stdio: 'pipe' });
  child.stdin.on('error', () => {}); // a plugin may end without reading its input
  child.stdin.end(JSON.stringify(inputOf(request)));
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr, milliseconds: performance.now() - start };
}

/** The configuration one plugin of the list receives. */
export function inputOf({ conflist, prevResult, validAttachments }: RuntimeRequest): JsonObject {
  const { name, cniVersion, plugins } = conflist;
  return {
    ...plugins[0],
    name,
    cniVersion,
    ...(prevResult && { prevResult }),
    ...(validAttachments && {
      'cni.dev/valid-attachments': validAttachments.map(({ containerId, ifName }) => ({
        containerID: containerId,
        ifname: ifName,
      })),
    }),
  };
}

/** The protocol's variables, and of the runtime's own only what Windows needs to start a program. */
export function environmentOf({
  command,
  attachment,
  binFolder,
  simulator,
}: RuntimeRequest): Record<string, string> {
  const { SystemRoot } = process.env;
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: attachment?.containerId ?? '',
    CNI_NETNS: attachment?.netns ?? '',
    CNI_IFNAME: attachment?.ifName ?? '',
    CNI_PATH: binFolder,
    CNI_HNS_SIMULATOR: simulator,
    ...(SystemRoot !== undefined && { SystemRoot }),
  };
}

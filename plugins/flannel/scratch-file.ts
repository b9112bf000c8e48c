import { join } from 'node:path';
import type { Attachment } from '../../lib/cni/parameters.ts';
import type { AttachmentRequest } from '../../lib/cni/plugin.ts';
import { printJson } from '../../lib/cni/print-json.ts';
import { fileFailure } from '../../lib/host/file-failure.ts';
import { type Files, nameOfTemporary } from '../../lib/host/files.ts';
import { dataDirOf, type FlannelConfig } from './config.ts';
import { type DelegateConfig, isDelegateConfig } from './delegate-config.ts';
import { checkedSandboxId, parseScratchName, scratchName } from './scratch-name.ts';

/** Where the delegate's configuration of an attachment is kept between ADD and DEL, as the reference keeps it. */
export interface ScratchFile {
  readonly folder: string;
  readonly path: string;
  /** Where the reference keeps it, whatever the interface. */
  readonly referencePath: string;
  /** Whether it is this container's. One that shares a sandbox finds the sandbox's, which it must leave alone. */
  readonly owned: boolean;
}

/** What a scratch file holds; `torn` when a crash of the reference left it empty or cut short. */
export type Stored =
  | { readonly kind: 'stored'; readonly delegate: DelegateConfig; readonly path: string }
  | { readonly kind: 'torn' }
  | { readonly kind: 'absent' };

/** A scratch file found in the folder. */
export interface ScratchEntry {
  readonly path: string;
  /** Whose it is; `eth0` stands for any interface, as the reference leaves that out. */
  readonly attachment: Attachment;
  readonly content: Exclude<Stored, { kind: 'absent' }>;
}

/**
 * The scratch file of a request.
 *
 * @throws {CniError} Code 4 when `CNI_NETNS` names something that is no container.
 */
export function scratchFileOf({ config, attachment, netns }: AttachmentRequest<FlannelConfig>): ScratchFile {
  const folder = dataDirOf(config);
  const containerId = checkedSandboxId({ containerId: attachment.containerId, netns });
  return {
    folder,
    path: join(folder, scratchName({ containerId, ifName: attachment.ifName })),
    referencePath: join(folder, containerId),
    owned: containerId === attachment.containerId,
  };
}

/** Reads one scratch file. */
export function readScratchFile(path: string, files: Files): Stored {
  const text = attempting('read', path, () => files.read(path));
  if (text === undefined) return { kind: 'absent' };
  const delegate = parse(text);
  return isDelegateConfig(delegate) && delegate.type !== '' && typeof delegate.name === 'string'
    ? { kind: 'stored', delegate, path }
    : { kind: 'torn' };
}

/**
 * What is stored for an attachment. A reference-made file stands for every interface of its container, so that it is
 * looked at too, and counts if it is of this network.
 */
export function findStored(scratch: ScratchFile, network: string, files: Files): Stored {
  const own = readScratchFile(scratch.path, files);
  if (own.kind !== 'absent' || scratch.path === scratch.referencePath) return own;
  const shared = readScratchFile(scratch.referencePath, files);
  return shared.kind === 'stored' && shared.delegate.name === network ? shared : own;
}

/**
 * Keeps a delegate's configuration: compact JSON, readable by the owner alone, never seen half-written. It is not flushed: a
 * power cut leaves it torn at worst, since the flush of the lease that follows takes its name to the disk as well, and DEL
 * makes the configuration anew.
 */
export function writeScratchFile(
  { folder, path }: ScratchFile,
  delegate: DelegateConfig,
  files: Files,
): void {
  attempting('write', path, () => {
    files.makeFolder(folder, 0o700);
    files.replaceUnflushed(path, printJson(delegate, 'compact'));
  });
}

/** Removes a scratch file; one that is gone already is no failure. */
export function removeScratchFile(path: string, files: Files): void {
  attempting('remove', path, () => files.remove(path));
}

/** Every scratch file in the folder, also one that was only begun; other files are passed over. */
export function listScratchFiles(folder: string, files: Files): ScratchEntry[] {
  const entries = attempting('read', folder, () => files.list(folder));
  const names = entries
    .filter(({ kind }) => kind === 'file')
    .map(({ name }) => nameOfTemporary(name) ?? name);
  return [...new Set(names)].flatMap((name) => {
    const attachment = parseScratchName(name);
    const path = join(folder, name);
    return attachment ? [{ path, attachment, content: readEntry(path, files) }] : [];
  });
}

/** An ADD that was killed while it wrote leaves a temporary file and none of the name itself. */
function readEntry(path: string, files: Files): ScratchEntry['content'] {
  const content = readScratchFile(path, files);
  return content.kind === 'absent' ? { kind: 'torn' } : content;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // torn: the caller makes the configuration anew
  }
}

function attempting<Value>(verb: 'read' | 'write' | 'remove', path: string, action: () => Value): Value {
  try {
    return action();
  } catch (cause) {
    const nextStep = 'Check "dataDir" in the configuration and the permissions of that folder';
    throw fileFailure({ msg: `Cannot ${verb} flannel's ${path}`, cause, nextStep });
  }
}

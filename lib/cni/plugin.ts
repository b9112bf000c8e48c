import type { ConfigurationForm } from './configuration.ts';
import type { Attachment, Parameters } from './parameters.ts';
import type { AnyResult, Result } from './result.ts';
import type { SpecVersion } from './spec-version.ts';

/** What every operation is given: the configuration it was called with and the parameters around it. */
export interface Request<Config> {
  /** The network configuration, keys in the schema's spelling, validated. Unknown keys are still there. */
  readonly config: Config;
  readonly cniVersion: SpecVersion;
  /** The parameters as the runtime gave them; a delegate is started with the same. */
  readonly parameters: Parameters;
}

/** A request about one attachment: ADD, CHECK and DEL. */
export interface AttachmentRequest<Config> extends Request<Config> {
  readonly attachment: Attachment;
  /** `CNI_NETNS`; empty only on DEL, where the runtime may no longer know it. */
  readonly netns: string;
  /** The previous result in current form, if the runtime sent one. */
  readonly prevResult?: Result;
}

/** A GC request. */
export interface GcRequest<Config> extends Request<Config> {
  /** The attachments still in use; `undefined` when the runtime sent no list, and then nothing may be removed. */
  readonly validAttachments: readonly Attachment[] | undefined;
}

/**
 * The operations of a plugin (specification section 2). Each throws a `CniError` when it fails; anything else thrown
 * becomes code 999. `Host` is the type of the effects the operations use.
 */
export interface Operations<Config, Host> {
  add(request: AttachmentRequest<Config>, host: Host): Promise<AnyResult>;
  check(request: AttachmentRequest<Config>, host: Host): Promise<void>;
  del(request: AttachmentRequest<Config>, host: Host): Promise<void>;
  gc(request: GcRequest<Config>, host: Host): Promise<void>;
  status(request: Request<Config>, host: Host): Promise<void>;
}

/** A plugin: its name, what its configuration looks like, and one function per operation. */
export interface Plugin<Config, Host> extends Operations<Config, Host> {
  /** The name of its executable, without `.exe`. */
  readonly name: string;
  /** One line for an operator who runs the executable by hand. */
  readonly about: string;
  readonly form: ConfigurationForm<Config>;
}

/**
 * Declares a plugin. Every operation is required: one that is left out would answer success for work not done.
 *
 * @example
 * export const hostLocal = definePlugin<HostLocalConfig, Host>({ name: 'host-local', about, form, add, check, del, gc, status });
 */
export function definePlugin<Config, Host>(plugin: Plugin<Config, Host>): Plugin<Config, Host> {
  return Object.freeze(plugin);
}

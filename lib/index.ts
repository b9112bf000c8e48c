/**
 * What the author of a plugin imports as `cni-windows`: the CNI protocol. Start at {@link definePlugin}, which says what
 * a plugin is, and {@link runPlugins}, which makes a program of it; docs/writing-a-plugin.md walks through both.
 *
 * Beside it: `cni-windows/delegation` (other plugins), `cni-windows/addresses` (addresses and prefixes), `cni-windows/hns`
 * (the Host Networking Service), `cni-windows/plugins` (the plugins of this suite), and for tests
 * `cni-windows/simulated-hns`. Importing any of them does nothing.
 */
/// <reference types="node" preserve="true" />

export { parseCniArgs } from './cni/cni-args.ts';
export type {
  ConfigurationForm,
  KeySpelling,
  NetworkConfig,
  Validate,
  Violation,
} from './cni/configuration.ts';
export { convertResult, currentResult } from './cni/convert-result.ts';
export type { Environment } from './cni/environment.ts';
export {
  CniError,
  CniErrorCode,
  type CniErrorInit,
  type ErrorCode,
  type ErrorDocument,
  toCniError,
} from './cni/error.ts';
export { isIdentifier } from './cni/identifiers.ts';
export { invoke } from './cni/invoke.ts';
export { isJsonObject, type JsonObject, type JsonValue } from './cni/json.ts';
export { type Attachment, COMMANDS, type Command, type Parameters } from './cni/parameters.ts';
export {
  type AttachmentRequest,
  definePlugin,
  type GcRequest,
  type Operations,
  type Plugin,
  type Request,
} from './cni/plugin.ts';
export { readResult } from './cni/read-result.ts';
export type {
  AnyResult,
  Dns,
  FamilyAddress,
  Result,
  Result020,
  Result040,
  ResultInterface,
  ResultIp,
  Route,
  VersionedIp,
} from './cni/result.ts';
export { type ProgramInput, type ProgramOutput, run } from './cni/run.ts';
export {
  type CurrentVersion,
  DEFAULT_VERSION,
  isSpecVersion,
  NEWEST_VERSION,
  SPEC_VERSIONS,
  type SpecVersion,
} from './cni/spec-version.ts';
export type { PluginTable } from './delegate/plugin-table.ts';
export type { FileIdentity, Files, FolderEntry, FolderTimes, Piece } from './host/files.ts';
export type { HnsApiVersion, Host } from './host/host.ts';
export type { Locks } from './host/locks.ts';
export type { Log } from './host/log.ts';
export type { ProcessEnd, Processes, ProcessStart } from './host/processes.ts';
export { runPlugins } from './host/run-plugins.ts';

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { isSpecVersion, SPEC_VERSIONS, type SpecVersion } from '../../../lib/cni/spec-version.ts';
import { installRecorders, type Recorders } from '../delegates/recorders.ts';
import { builtinRuntime } from '../runtimes/builtin.ts';
import type { NetworkRuntime, RuntimePlace } from '../runtimes/network-runtime.ts';
import { networkListText } from '../subject/network-list-text.ts';
import { givenSandbox } from '../subject/sandboxes.ts';
import type { Subject } from '../subject/subject.ts';
import type { TraceSource } from '../traces/trace.ts';
import { NotApplicable } from '../verdict.ts';
import { type Answer, answerOf } from './answer.ts';
import type { Container, TestAttachment } from './container.ts';
import { runPlugin } from './run-plugin.ts';
import type { FileStep, Step } from './step.ts';

/** What was seen once and is judged by more than one check, with the steps that led to it. */
export interface Observation<Value> {
  /** What was seen, or what kept it from being seen. */
  readonly value: { readonly seen: Value } | { readonly thrown: unknown };
  readonly steps: readonly Step[];
}

/** What the checks of one run share. */
export interface Session {
  readonly subject: Subject;
  /** Where traces of containers are looked for. */
  readonly traceSources: readonly TraceSource[];
  /** Executes the network as a container runtime does. */
  readonly runtime: NetworkRuntime;
  /** The configuration list it executes. */
  readonly networkFile: FileStep;
  /** A folder without any plugin. */
  readonly emptyFolder: string;
  /** Stand-ins for the plugins beside it, installed when they are first asked for. */
  readonly recorders: () => Recorders;
  /** The versions it says it supports, of those the suite knows; oldest first. */
  readonly supported: readonly SpecVersion[];
  /** The newest of them, in which it is tried. */
  readonly newest: SpecVersion;
  /** Results of ADD, by attachment: what a runtime keeps for CHECK and DEL. */
  readonly results: Map<TestAttachment, JsonObject>;
  /** Observations by name. */
  readonly observations: Map<string, Promise<Observation<unknown>>>;
  /** A new container. */
  readonly newContainer: () => Promise<Container>;
  /** Removes the network namespace of a container, if the suite has made it: containers end before runtimes call GC. */
  readonly endContainer: (container: Container) => Promise<void>;
  /** Removes what the session made. */
  readonly close: () => Promise<void>;
}

/** What a session is begun with. */
export interface SessionParts {
  readonly subject: Subject;
  readonly traceSources: readonly TraceSource[];
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  /** Makes the runtime; the built-in one when absent. */
  readonly makeRuntime?: ((place: RuntimePlace) => NetworkRuntime) | undefined;
  /** Makes a network namespace of that name and returns its path. */
  readonly makeNamespace: (name: string) => Promise<string>;
  /** Removes it; one that was not made is none of ours. */
  readonly removeNamespace: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Begins a run: asks the plugin which versions it supports. */
export async function beginSession(parts: SessionParts): Promise<Session> {
  const { subject } = parts;
  const end = await runPlugin(subject, {
    program: subject.executable,
    variables: { CNI_COMMAND: 'VERSION' },
    stdin: JSON.stringify({ cniVersion: subject.network.cniVersion || '1.0.0' }),
  });
  const supported = supportedVersions(answerOf('VERSION', end), subject);
  const newest = supported.at(-1) ?? '1.0.0';
  const networkFile = writeNetwork(parts, newest);
  return {
    subject,
    traceSources: parts.traceSources,
    runtime: (parts.makeRuntime ?? builtinRuntime)({
      ...subject,
      folder: dirname(networkFile.path),
      network: subject.network.name,
    }),
    networkFile,
    emptyFolder: emptyFolderIn(parts.folder),
    recorders: onceOnly(() =>
      installRecorders(join(parts.folder, 'recorders'), subject.binDirs, subject.plugin),
    ),
    supported,
    newest,
    results: new Map(),
    observations: new Map(),
    newContainer: containers(parts),
    endContainer: ({ containerId }) => parts.removeNamespace(containerId),
    close: parts.close,
  };
}

function writeNetwork({ folder, subject }: SessionParts, cniVersion: string): FileStep & { content: string } {
  const networks = join(folder, 'net.d');
  mkdirSync(networks);
  const path = join(networks, 'network.conflist');
  const content = networkListText(subject, cniVersion);
  writeFileSync(path, content);
  return { kind: 'file', path, content };
}

function emptyFolderIn(folder: string): string {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  return empty;
}

/** A plugin that does not say is tried in the version of its configuration. */
function supportedVersions({ document }: Answer, { network }: Subject): readonly SpecVersion[] {
  const listed = document?.supportedVersions;
  const known = SPEC_VERSIONS.filter((version) => Array.isArray(listed) && listed.includes(version));
  if (known.length > 0) return known;
  return isSpecVersion(network.cniVersion) ? [network.cniVersion] : [];
}

/** Numbers have a fixed length, so that no container's id is a part of another's. */
function containers({ subject, makeNamespace }: SessionParts): () => Promise<Container> {
  const run = `conf-${randomBytes(4).toString('hex')}`;
  let number = 0;
  return async () => {
    number += 1;
    const containerId = `${run}-${String(number).padStart(4, '0')}`;
    const { sandboxes } = subject;
    if (sandboxes.kind === 'made') return { containerId, netns: await makeNamespace(containerId) };
    const netns = givenSandbox(sandboxes.values, number);
    if (netns !== undefined) return { containerId, netns };
    throw new NotApplicable(
      `it takes more containers than there are network namespaces: give more than ${sandboxes.values.length} with --netns, or a pattern with {n} or {guid}`,
    );
  };
}

function onceOnly<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

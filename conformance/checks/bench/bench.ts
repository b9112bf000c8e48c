import type { JsonObject } from '../../../lib/cni/json.ts';
import type { Attachment } from '../../../lib/cni/parameters.ts';
import type { Subject } from '../subject/subject.ts';
import type { Trace, TraceSource } from '../traces/trace.ts';
import { type Answer, answerOf, succeeded } from './answer.ts';
import type { Container, TestAttachment } from './container.ts';
import { attachBefore, detachBefore } from './earlier-plugins.ts';
import { must, mustSucceed } from './expect.ts';
import { requestConfiguration, requestVariables, type Variables } from './request.ts';
import { runPlugin } from './run-plugin.ts';
import type { Observation, Session } from './session.ts';
import type { Step } from './step.ts';

/** How a request differs from the one a runtime would make. */
export interface Changes {
  /** Of the configuration; the newest the plugin supports when absent. */
  readonly cniVersion?: string;
  /** `none` leaves it out. What a runtime would put in when absent. */
  readonly prevResult?: JsonObject | 'none';
  /** Folders of `CNI_PATH` instead of the subject's. */
  readonly path?: readonly string[];
  /** Variables that are set further, or otherwise. */
  readonly set?: Variables;
  /** Variables that are left out. */
  readonly unset?: readonly string[];
  /** Changes the configuration. */
  readonly configure?: (usual: JsonObject) => JsonObject;
  /** Written to standard input in place of the configuration. */
  readonly stdin?: string;
}

/** A request as a whole. */
export interface TestRequest extends Changes {
  readonly command: string;
  readonly attachment?: TestAttachment;
  readonly validAttachments?: readonly Attachment[];
}

/**
 * What a check works at: it calls the judged plugin, notes every step so that it can be repeated by hand, and takes back what
 * is attached when the check is done.
 */
export class Bench {
  readonly session: Session;
  readonly steps: Step[] = [];
  /** Attachments for which an ADD was made and no DEL has succeeded since. */
  readonly #attached = new Set<TestAttachment>();
  /** Those that the plugins before the judged one have made. */
  readonly #prepared = new Set<TestAttachment>();
  /** Those of which the check itself took something away: no DEL can be held to finding the rest. */
  readonly #damaged = new Set<TestAttachment>();

  constructor(session: Session) {
    this.session = session;
  }

  get subject(): Subject {
    return this.session.subject;
  }

  /** Makes one request. An ADD that succeeds is taken back at the end. */
  async request(request: TestRequest): Promise<Answer> {
    const { command, attachment } = request;
    const answer = await this.execute(command, this.#callOf(request));
    if (attachment === undefined) return answer;
    if (command === 'ADD' && succeeded(answer)) this.#attached.add(attachment);
    if (command === 'ADD' && answer.document !== undefined && succeeded(answer))
      this.session.results.set(attachment, answer.document);
    if (command === 'DEL' && succeeded(answer)) this.#attached.delete(attachment);
    return answer;
  }

  /** Runs the plugin, or another program of `CNI_PATH`, with exactly these variables of the protocol. */
  async execute(
    command: string,
    { program = this.subject.executable, variables, stdin }: Call,
  ): Promise<Answer> {
    const index = this.steps.length;
    const call = { program, variables, stdin };
    this.steps.push({ kind: 'program', words: [], ...call, stdout: '' });
    const end = await runPlugin(this.subject, call);
    this.steps[index] = { kind: 'program', words: [], ...call, stdout: end.stdout };
    return answerOf(command, end);
  }

  /** A new container's interface; the plugins before the judged one have been called for it. */
  async attachment({
    container,
    ifName = this.subject.ifName,
    cniVersion = this.session.newest,
  }: AttachmentOptions = {}): Promise<TestAttachment> {
    const { containerId, netns } = container ?? (await this.container());
    const attachment = await attachBefore(this, { containerId, netns, ifName }, cniVersion);
    this.#prepared.add(attachment);
    return attachment;
  }

  /** ADD. Whatever comes out of it, DEL follows at the end, as a runtime must see to. */
  async add(attachment: TestAttachment, changes: Changes = {}): Promise<Answer> {
    this.#attached.add(attachment);
    return await this.request({ command: 'ADD', attachment, ...changes });
  }

  /** CHECK, with the result of ADD. */
  check(attachment: TestAttachment, changes: Changes = {}): Promise<Answer> {
    return this.request({ command: 'CHECK', attachment, ...changes });
  }

  /** DEL, with the result of ADD where there was one. */
  del(attachment: TestAttachment, changes: Changes = {}): Promise<Answer> {
    return this.request({ command: 'DEL', attachment, ...changes });
  }

  gc(validAttachments: readonly Attachment[], changes: Changes = {}): Promise<Answer> {
    return this.request({ command: 'GC', validAttachments, ...changes });
  }

  status(changes: Changes = {}): Promise<Answer> {
    return this.request({ command: 'STATUS', ...changes });
  }

  /**
   * An attachment that was made, for a check of what comes after ADD.
   *
   * @throws {RuleBroken} When ADD fails, or answers without a result.
   */
  async attached(options: AttachmentOptions = {}, changes: Changes = {}): Promise<TestAttachment> {
    const attachment = await this.attachment(options);
    const version = options.cniVersion === undefined ? {} : { cniVersion: options.cniVersion };
    const answer = await this.add(attachment, { ...version, ...changes });
    mustSucceed(answer, 'the ADD this check begins with');
    must(answer.document !== undefined, 'ADD prints its result as a JSON object', answer.end.stdout);
    return attachment;
  }

  /** What ADD answered; `{}` when it has not. */
  resultOf(attachment: TestAttachment): JsonObject {
    return this.session.results.get(attachment) ?? {};
  }

  /** A new container. */
  async container(): Promise<Container> {
    const container = await this.session.newContainer();
    const { netns } = container;
    if (this.subject.sandboxes.kind === 'made')
      this.steps.push({ kind: 'command', line: `touch ${netns} && unshare --net=${netns} true` });
    return container;
  }

  /** Ends a container: its network namespace is gone, where the suite has made it. */
  async end(container: Container): Promise<void> {
    await this.session.endContainer(container);
    const { sandboxes } = this.subject;
    if (sandboxes.kind === 'made')
      this.steps.push({ kind: 'command', line: `umount ${container.netns} && rm ${container.netns}` });
  }

  /** What there is of a container on the node, wherever the suite can look, or of one kind. */
  async traces(
    container: Pick<Container, 'containerId'>,
    kind?: TraceSource['kind'],
  ): Promise<readonly Trace[]> {
    const sources = this.session.traceSources.filter((source) => kind === undefined || source.kind === kind);
    const found = await Promise.all(sources.map((source) => source.find(container)));
    return found.flat();
  }

  /** Takes traces of an attachment away behind the plugin's back. */
  async remove(attachment: TestAttachment, traces: readonly Trace[]): Promise<void> {
    this.#damaged.add(attachment);
    for (const trace of traces) this.steps.push(await trace.remove());
  }

  /** What is seen once, by the first check that asks, and judged by several. */
  async observe<Value>(name: string, look: (bench: Bench) => Promise<Value>): Promise<Value> {
    const { observations } = this.session;
    const observation = observations.get(name) ?? observeOn(new Bench(this.session), look);
    observations.set(name, observation);
    const { value, steps } = await observation;
    this.steps.push(...steps);
    if ('thrown' in value) throw value.thrown;
    return value.seen as Value; // what is kept under a name was seen by the same function
  }

  /** Takes back what is still attached. Nothing of it is judged: a DEL that does not work has a check of its own. */
  async close(): Promise<void> {
    for (const attachment of this.#attached) await this.del(attachment);
    this.#attached.clear();
    for (const attachment of this.#prepared) await detachBefore(this, attachment);
    this.#prepared.clear();
    for (const attachment of this.#damaged)
      for (const trace of await this.traces(attachment)) await trace.remove();
    this.#damaged.clear();
  }

  #callOf(request: TestRequest): Call {
    const { command, attachment, path = this.subject.binDirs, set = {}, unset = [] } = request;
    const variables = { ...requestVariables(command, this.subject, attachment, path), ...set };
    const kept = Object.entries(variables).filter(([name]) => !unset.includes(name));
    return { variables: Object.fromEntries(kept), stdin: this.#stdinOf(request) };
  }

  #stdinOf({ stdin, configure = (usual) => usual, ...request }: TestRequest): string {
    if (stdin !== undefined) return stdin;
    const { cniVersion = this.session.newest, validAttachments } = request;
    const prevResult = this.#prevResult(request);
    return JSON.stringify(
      configure(requestConfiguration(this.subject, { cniVersion, prevResult, validAttachments })),
    );
  }

  /** Runtimes hand the result of ADD to CHECK and DEL; before 0.4.0 there was no such thing. */
  #prevResult({ command, attachment, prevResult, cniVersion = '' }: TestRequest): JsonObject | undefined {
    if (prevResult === 'none' || attachment === undefined) return undefined;
    if (prevResult !== undefined) return prevResult;
    if (command === 'ADD') return attachment.prevResult;
    return /^0\.[123]\./.test(cniVersion) ? undefined : this.session.results.get(attachment);
  }
}

/** The container is a new one, the interface the first, the version the newest, when absent. */
export interface AttachmentOptions {
  readonly container?: Container;
  readonly ifName?: string;
  readonly cniVersion?: string;
}

interface Call {
  readonly program?: string;
  readonly variables: Variables;
  readonly stdin: string;
}

async function observeOn<Value>(
  bench: Bench,
  look: (bench: Bench) => Promise<Value>,
): Promise<Observation<Value>> {
  const value = await look(bench).then(
    (seen) => ({ seen }),
    (thrown: unknown) => ({ thrown }),
  );
  const steps = [...bench.steps];
  await bench.close();
  return { value, steps };
}

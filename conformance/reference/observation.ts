import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/cni/json.ts';
import { textMember } from '../../lib/hns/hcn/members.ts';
import type { JournalEntry } from '../simulated-hns/journal.ts';

/** What one step did, in a form in which two runs can be compared: without what chance chose. */
export interface Observation extends JsonObject {
  /** The result; the error; `null` when nothing was printed. */
  readonly answer: JsonValue;
  readonly succeeded: boolean;
  /** What HNS and the compute service were asked to change, in order. */
  readonly calls: readonly JsonObject[];
  /** Endpoints of containers that HNS holds afterwards. */
  readonly endpoints: readonly JsonObject[];
  /** Files on the node's drive afterwards: path to content. */
  readonly files: JsonObject;
}

/** What is looked at after a step. */
export interface Sight {
  readonly stdout: string;
  readonly exitCode: number | null;
  /** The calls of the step. */
  readonly journal: readonly JournalEntry[];
  /** All that HNS holds, before and after. */
  readonly before: readonly JsonObject[];
  readonly endpoints: readonly JsonObject[];
  readonly files: Readonly<Record<string, string>>;
}

/** Puts down what a step did; IDs that HNS picked are replaced by the endpoint's name. */
export function observe({ stdout, exitCode, journal, before, endpoints, files }: Sight): Observation {
  const seen: Observation = {
    answer: parsed(stdout),
    succeeded: exitCode === 0,
    calls: journal.filter(isChange).map(shownCall),
    endpoints: endpoints.filter(({ Name }) => !String(Name).endsWith('_ep')).map(shownEndpoint),
    files: Object.fromEntries(Object.entries(files).map(([path, content]) => [path, parsed(content)])),
  };
  const ids = endpointNames([...before, ...endpoints], journal);
  const text = JSON.stringify(seen).replace(GUID, (id) => ids.get(id.toLowerCase()) ?? id.toLowerCase());
  return JSON.parse(text) as Observation; // the same members
}

const GUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

const CHANGING = /^Hcn(Create|Modify|Delete)|^HcsModify/;

function isChange({ function: name, arguments: args }: JournalEntry): boolean {
  return name === 'HNSCall' ? args.method !== 'GET' : CHANGING.test(name);
}

/** A handle is shown as the object it is for. */
function shownCall({ function: name, arguments: args, symbol }: JournalEntry): JsonObject {
  const members = Object.entries(args).map(([key, value = null]): [string, JsonValue] => [
    key,
    isJsonObject(value) && typeof value.handle === 'number' ? (value.id ?? null) : value,
  ]);
  return {
    function: name,
    ...Object.fromEntries(members),
    ...(symbol === undefined ? {} : { refused: symbol }),
  };
}

function shownEndpoint(endpoint: JsonObject): JsonObject {
  const { Name = null, HostComputeNamespace = null, Health = null } = endpoint;
  return { Name, HostComputeNamespace, Health };
}

/** IDs of endpoints with a text in place of each; some are gone again when the step ends. */
function endpointNames(
  endpoints: readonly JsonObject[],
  journal: readonly JournalEntry[],
): ReadonlyMap<string, string> {
  const seen = [...endpoints, ...journal.flatMap(shownEndpoints)];
  return new Map(
    seen.map((endpoint) => [textMember(endpoint, 'ID').toLowerCase(), `<${textMember(endpoint, 'Name')}>`]),
  );
}

function shownEndpoints({ function: name, arguments: args, reply }: JournalEntry): readonly JsonObject[] {
  if (!isJsonObject(reply)) return [];
  if (name === 'HcnQueryEndpointProperties') return [reply];
  const isCreation = name === 'HNSCall' && args.method === 'POST' && /^\/endpoints\/?$/.test(`${args.path}`);
  return isCreation && isJsonObject(reply.Output) ? [reply.Output] : [];
}

function parsed(text: string): JsonValue {
  if (!/^\s*[[{]/.test(text)) return text === '' ? null : text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // what is no JSON is compared as it is
  }
}

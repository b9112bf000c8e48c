import type { Validate, Violation } from './configuration.ts';
import { CniError, CniErrorCode, type ErrorCode } from './error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** What is being checked, and the code of the error if it does not fit. */
export interface Subject {
  /** For the message: `network "cbr0"`, `the result of "host-local"`. */
  readonly what: string;
  readonly code?: ErrorCode;
}

/**
 * Checks a document against a schema compiled ahead of time.
 *
 * @throws {CniError} Code 7 unless `subject` names another; its details name the offending keys, the first twenty
 *   of them, what was found and what is allowed.
 */
export function checkAgainstSchema(document: JsonObject, validate: Validate, subject: Subject): void {
  if (validate(document)) return;
  // A key that fits no schema of several is reported by each: one sentence per key is enough.
  const sentences = new Map(
    (validate.errors ?? []).map((violation) => [violation.instancePath, sentenceFor(violation, document)]),
  );
  throw new CniError({
    code: subject.code ?? CniErrorCode.invalidConfiguration,
    msg: `${subject.what} has keys of the wrong form: ${someOf([...sentences.keys()].map(keyPath), ', ')}`,
    details: someOf([...sentences.values()], '; '),
  });
}

/** A list of a thousand entries can be wrong in each, and somebody is to read the message. */
const MOST_NAMED = 20;

function someOf(texts: readonly string[], separator: string): string {
  const named = texts.slice(0, MOST_NAMED).join(separator);
  return texts.length <= MOST_NAMED ? named : `${named}${separator}and ${texts.length - MOST_NAMED} more`;
}

function sentenceFor(violation: Violation, document: JsonObject): string {
  const key = keyPath(violation.instancePath);
  if (violation.keyword === 'required') return `${key} lacks "${String(violation.params.missingProperty)}"`;
  const found = describe(valueAt(document, violation.instancePath));
  return `${key} ${requirement(violation)}, found ${found}`;
}

function requirement({ keyword, params, message }: Violation): string {
  if (keyword === 'type') return `must be ${article(String(params.type))}`;
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return `must be one of ${params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
  }
  return message ?? 'is not allowed';
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** `/ipam/ranges/0/subnet` → `ipam.ranges[0].subnet` */
function keyPath(pointer: string): string {
  const steps = pointer.split('/').slice(1).map(unescapeStep);
  const path = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  return path === '' ? 'it' : `"${path.replace(/^\./, '')}"`;
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function valueAt(document: JsonValue, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .map(unescapeStep)
    .reduce<JsonValue | undefined>((value, step) => {
      if (Array.isArray(value)) return value[Number(step)];
      return isJsonObject(value) ? value[step] : undefined;
    }, document);
}

function describe(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  if (Array.isArray(value)) return `the array ${shown}`;
  return value === null || value === undefined ? shown : `the ${typeof value} ${shown}`;
}

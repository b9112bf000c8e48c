import { CniError, CniErrorCode } from './error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** More than any configuration needs: a GC list of 50,000 attachments takes half of it. */
const MAX_BYTES = 10_000_000;

/** Deeper values would overflow the stack when they are printed for a delegate. */
const MAX_DEPTH = 1_000;

/**
 * Reads a network configuration from the bytes of standard input (specification section 2). A byte order mark, which
 * PowerShell writes, is skipped; bytes that are not UTF-8 become U+FFFD, as Go decodes them. `null` is an empty object.
 *
 * @throws {CniError} Code 6 when the bytes are not a JSON object that can be worked with.
 */
export function readConfiguration(bytes: Uint8Array): JsonObject {
  if (bytes.length >= MAX_BYTES) {
    throw unreadable(`${bytes.length} bytes were read, ${MAX_BYTES - 1} are allowed`);
  }
  if (isUtf16(bytes)) {
    throw unreadable('it is UTF-16, as ">" and Out-File of Windows PowerShell write, and has to be UTF-8');
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.trim() === '') throw unreadable('nothing was written to standard input');
  checkDepth(text);
  const value = parse(text);
  if (value === null) return {};
  if (isJsonObject(value)) return value;
  throw unreadable(
    `expected a JSON object, found ${Array.isArray(value) ? 'an array' : `a ${typeof value}`}`,
  );
}

/** Tells by its byte order mark, whose bytes occur in no UTF-8. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(`it is not JSON: ${reason}; ${text.length} characters were read`, cause);
  }
}

function checkDepth(text: string): void {
  if (text.length <= MAX_DEPTH) return;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) inString = false;
    } else if (character === QUOTE) inString = true;
    else if (character === OPEN_BRACE || character === OPEN_BRACKET) depth += 1;
    else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_DEPTH) throw unreadable(`it is nested more than ${MAX_DEPTH} levels deep`);
  }
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [34, 92, 123, 125, 91, 93];

function unreadable(reason: string, cause?: unknown): CniError {
  return new CniError({
    code: CniErrorCode.decodingFailure,
    msg: 'Cannot read the network configuration from standard input',
    details: `${reason}. Write one CNI network configuration as a JSON object to standard input`,
    cause,
  });
}

import { closeSync, readSync, writeSync } from 'node:fs';
import { parseAddress } from '../../ip/address.ts';
import type { ForeignFunctions } from '../../native/foreign-functions.ts';
import { connectTcp } from '../../native/tcp-socket.ts';
import type { HcnApi, HcnReply } from './api.ts';
import { apiOverCalls } from './api-over-calls.ts';
import type { HcnFunction } from './functions.ts';
import { lineSplitter } from './lines.ts';
import { parseSimulatorAddress } from './simulator-address.ts';
import { connectionLost, simulatorUnavailable } from './simulator-errors.ts';
import { parseReplyLine, type ReplyLine, type RequestLine } from './simulator-protocol.ts';

/** How long a call may take, as for the other client. */
const CALL_TIMEOUT_MS = 60_000;

/** Tells whether {@link connectBlocking} can serve the address: Linux, and four decimals. */
export function canConnectBlocking(address: string, platform: NodeJS.Platform): boolean {
  return platform === 'linux' && parseAddress(parseSimulatorAddress(address)?.host ?? '')?.family === 4;
}

/**
 * The HCN API of a simulated HNS, for an executable that has nothing else to do while it waits: its calls block the
 * process, as those of the real library do. {@link connectToSimulator} does the same for programs that live on, at 5 ms of
 * start-up.
 *
 * @throws {CniError} In its calls, as {@link connectToSimulator} says.
 */
export function connectBlocking(address: string, native: ForeignFunctions): HcnApi {
  const client = new BlockingClient(address, native);
  return apiOverCalls(async (name, args) => client.request(name, args));
}

class BlockingClient {
  readonly #address: string;
  readonly #native: ForeignFunctions;
  readonly #buffer = new Uint8Array(16_384);
  #connection: Connection | undefined;
  #lastId = 0;

  constructor(address: string, native: ForeignFunctions) {
    this.#address = address;
    this.#native = native;
  }

  request(name: HcnFunction, args: readonly string[]): HcnReply<string> {
    this.#connection ??= this.#connect();
    this.#lastId += 1;
    const request: RequestLine = { id: this.#lastId, function: name, arguments: args };
    const line = `${JSON.stringify(request)}\n`;
    if (name.startsWith('HcnClose')) return closed(this.#connection, line);
    try {
      write(this.#connection, line);
      return this.#replyTo(this.#lastId, this.#connection);
    } catch (cause) {
      const { descriptor } = this.#connection;
      this.#connection = undefined;
      closeSync(descriptor);
      throw cause instanceof Stranger
        ? simulatorUnavailable(this.#address, cause)
        : connectionLost(this.#address, cause);
    }
  }

  #connect(): Connection {
    const target = parseSimulatorAddress(this.#address);
    if (target === undefined) throw simulatorUnavailable(this.#address, 'it is not of the form host:port');
    try {
      const descriptor = connectTcp(this.#native, { ...target, readTimeoutMs: CALL_TIMEOUT_MS });
      return { descriptor, lines: lineSplitter(), decoder: new TextDecoder(), arrived: [], unsent: '' };
    } catch (cause) {
      throw simulatorUnavailable(this.#address, cause);
    }
  }

  /** Replies to calls that were not waited for come first. */
  #replyTo(id: number, connection: Connection): ReplyLine {
    for (;;) {
      const line = connection.arrived.shift() ?? this.#nextLine(connection);
      const reply = parseReplyLine(line);
      if (reply === undefined || reply.id > id) throw new Stranger(line);
      if (reply.id === id) return reply;
    }
  }

  #nextLine(connection: Connection): string {
    for (;;) {
      const count = readSync(connection.descriptor, this.#buffer);
      if (count === 0) throw new Error('It was closed at the other end');
      const piece = connection.decoder.decode(this.#buffer.subarray(0, count), { stream: true });
      const [first, ...others] = connection.lines(piece);
      connection.arrived.push(...others);
      if (first !== undefined) return first;
    }
  }
}

interface Connection {
  readonly descriptor: number;
  readonly lines: ReturnType<typeof lineSplitter>;
  readonly decoder: TextDecoder;
  /** Lines read but not yet looked at. */
  readonly arrived: string[];
  /** Lines that go out with the next one. */
  unsent: string;
}

/** Something else than a simulated HNS answers. */
class Stranger extends Error {
  constructor(line: string) {
    super(`what listens there is no simulated HNS: ${line.slice(0, 100)}`);
  }
}

/**
 * Nobody can do anything about a handle that does not close, so its reply is not waited for, and it goes out with the
 * next call. What is open at the end goes with the connection.
 */
function closed(connection: Connection, line: string): HcnReply<string> {
  connection.unsent += line;
  return { hresult: 0 };
}

function write(connection: Connection, line: string): void {
  const { descriptor, unsent } = connection;
  connection.unsent = '';
  const bytes = new TextEncoder().encode(unsent + line);
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

import type { Socket } from 'node:net';
import type { CniError } from '../../cni/error.ts';
import type { HcnApi, HcnReply } from './api.ts';
import { apiOverCalls } from './api-over-calls.ts';
import { lineSplitter } from './lines.ts';
import { parseSimulatorAddress } from './simulator-address.ts';
import { connectionLost, simulatorUnavailable } from './simulator-errors.ts';
import { parseReplyLine, type RequestLine } from './simulator-protocol.ts';

/** How long a call may take. HNS itself knows no limit, and a runtime waits longer than this. */
const CALL_TIMEOUT_MS = 60_000;

/**
 * The HCN API of a simulated HNS in another process. Connects at the first call, and again after a lost connection; an idle
 * connection keeps no process alive.
 *
 * Calls reject with a `CniError`: code 100 when nothing answers at the address or something else does, 11 when the
 * connection ends or nothing comes back while a call is under way.
 *
 * @param address `127.0.0.1:4711`, the value of CNI_HNS_SIMULATOR.
 */
export function connectToSimulator(address: string): HcnApi {
  const client = new SimulatorClient(address);
  return apiOverCalls((name, args) => client.request(name, args));
}

interface PendingCall {
  resolve(reply: HcnReply<string>): void;
  reject(error: CniError): void;
}

/** One connection to a simulated HNS; each request is a line out and a line back. */
export class SimulatorClient {
  readonly #address: string;
  readonly #pending = new Map<number, PendingCall>();
  #socket: Promise<Socket> | undefined;
  #lastId = 0;

  constructor(address: string) {
    this.#address = address;
  }

  /** @throws {CniError} As {@link connectToSimulator} says. */
  async request(
    name: RequestLine['function'],
    args: readonly string[],
    timeoutMs = CALL_TIMEOUT_MS,
  ): Promise<HcnReply<string>> {
    const socket = await this.#connected();
    this.#lastId += 1;
    const id = this.#lastId;
    const line: RequestLine = { id, function: name, arguments: args };
    const reply = new Promise<HcnReply<string>>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
    const late = setTimeout(
      () => this.#end(socket, `no reply to ${name} in ${timeoutMs / 1000} s`),
      timeoutMs,
    );
    socket.ref();
    socket.write(`${JSON.stringify(line)}\n`);
    try {
      return await reply;
    } finally {
      clearTimeout(late);
      if (this.#pending.size === 0) socket.unref();
    }
  }

  /** Closes the connection, if there is one. */
  async close(): Promise<void> {
    (await this.#socket)?.destroy();
  }

  #connected(): Promise<Socket> {
    this.#socket ??= this.#connect().catch((error: unknown) => {
      this.#socket = undefined;
      throw error;
    });
    return this.#socket;
  }

  async #connect(): Promise<Socket> {
    const target = parseSimulatorAddress(this.#address);
    if (target === undefined) throw simulatorUnavailable(this.#address, 'it is not of the form host:port');
    const { connect } = await import('node:net');
    const socket = connect({ ...target, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', (cause) => reject(simulatorUnavailable(this.#address, cause)));
    });
    this.#listen(socket);
    return socket;
  }

  #listen(socket: Socket): void {
    const lines = lineSplitter();
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      for (const line of lines(piece)) this.#settle(socket, line);
    });
    socket.on('error', (cause) => this.#failAll(connectionLost(this.#address, cause)));
    socket.on('close', () => {
      this.#socket = undefined;
      this.#failAll(connectionLost(this.#address, 'It was closed at the other end'));
    });
  }

  #settle(socket: Socket, line: string): void {
    const reply = parseReplyLine(line);
    const call = reply === undefined ? undefined : this.#pending.get(reply.id);
    if (reply === undefined || call === undefined) {
      this.#failAll(
        simulatorUnavailable(this.#address, `what listens there is no simulated HNS: ${line.slice(0, 100)}`),
      );
      socket.destroy();
      return;
    }
    const { id, ...rest } = reply;
    this.#pending.delete(id);
    call.resolve(rest);
  }

  #end(socket: Socket, why: string): void {
    this.#failAll(connectionLost(this.#address, why));
    socket.destroy();
  }

  #failAll(error: CniError): void {
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of calls) call.reject(error);
  }
}

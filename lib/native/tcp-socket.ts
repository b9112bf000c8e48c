import { closeSync } from 'node:fs';
import type { ForeignFunctions, Signatures } from './foreign-functions.ts';

const FUNCTIONS = {
  socket: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
  connect: { args: ['i32', 'memory', 'u32'], returns: 'i32' },
  setsockopt: { args: ['i32', 'i32', 'i32', 'memory', 'u32'], returns: 'i32' },
} as const satisfies Signatures;

/** Constants of Linux; other systems have others. */
const AF_INET = 2;
const SOCK_STREAM_CLOEXEC = 0o2000001;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const ECONNREFUSED = 111;

/** Where to connect to, and how long a read may wait. */
export interface TcpTarget {
  /** Four decimals: `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
  readonly readTimeoutMs: number;
}

/**
 * Opens a blocking TCP connection on Linux. Its descriptor is read and written with `readSync` and `writeSync`; a read that
 * waits longer than the limit fails with `EAGAIN`. A write is sent at once if the reply to the one before has been read.
 * Costs a tenth of loading `node:net`.
 *
 * @throws {Error} If nothing answers there.
 */
export function connectTcp(native: ForeignFunctions, { host, port, readTimeoutMs }: TcpTarget): number {
  const c = native.load(undefined, FUNCTIONS);
  const descriptor = c.socket(AF_INET, SOCK_STREAM_CLOEXEC, 0);
  if (descriptor < 0) throw new Error(`socket failed with errno ${native.errno()}`);
  const address = socketAddress(host, port);
  if (c.connect(descriptor, address, address.length) !== 0) {
    const errno = native.errno();
    closeSync(descriptor);
    const name = errno === ECONNREFUSED ? 'ECONNREFUSED' : `errno ${errno}`;
    throw new Error(`connect ${name} ${host}:${port}`);
  }
  const limit = timeval(readTimeoutMs);
  c.setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, limit, limit.length);
  return descriptor;
}

/** `struct sockaddr_in`: family in the machine's order, port and address in the network's. */
function socketAddress(host: string, port: number): Uint8Array {
  const bytes = new Uint8Array(16);
  put(bytes, 0, AF_INET);
  bytes.set([port >>> 8, port & 0xff, ...host.split('.').map(Number)], 2);
  return bytes;
}

/** `struct timeval`: seconds and microseconds, 64 bits each. */
function timeval(milliseconds: number): Uint8Array {
  const bytes = new Uint8Array(16);
  put(bytes, 0, Math.floor(milliseconds / 1000));
  put(bytes, 8, (milliseconds % 1000) * 1000);
  return bytes;
}

/** Writes a number below 2^32 as x64 and arm64 have it. Another kind of typed array would cost 0.05 ms the first time. */
function put(bytes: Uint8Array, offset: number, value: number): void {
  for (let index = 0; index < 4; index += 1) bytes[offset + index] = (value >>> (8 * index)) & 0xff;
}

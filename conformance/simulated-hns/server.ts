import { createServer, type Server, type Socket } from 'node:net';
import { isHcnFunction } from '../../lib/hns/hcn/functions.ts';
import { lineSplitter } from '../../lib/hns/hcn/lines.ts';
import { formatSimulatorAddress, type SimulatorAddress } from '../../lib/hns/hcn/simulator-address.ts';
import { parseLine, type ReplyLine, type RequestLine } from '../../lib/hns/hcn/simulator-protocol.ts';
import { type Connection, ConnectionDropped } from './connection.ts';
import type { SimulatedHns } from './simulated-hns.ts';

/** A simulated service that other processes can reach. */
export interface RunningServer {
  /** `127.0.0.1:4711`: what CNI_HNS_SIMULATOR is to be set to. */
  readonly address: string;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves a simulated HNS over TCP, each connection a client with handles of its own.
 *
 * @param listen Port 0 picks a free one.
 * @throws {Error} The system's, when the address cannot be listened on.
 */
export async function startServer(
  hns: SimulatedHns,
  { host, port }: SimulatorAddress = { host: '127.0.0.1', port: 0 },
): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(hns, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  return {
    address: formatSimulatorAddress({ host, port: portOf(server) }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function serve(hns: SimulatedHns, socket: Socket): void {
  const connection = hns.connect();
  const lines = lineSplitter();
  socket.setEncoding('utf8');
  socket.on('data', (piece: string) => {
    for (const line of lines(piece)) void answerLine(hns, connection, socket, line);
  });
  socket.on('error', () => socket.destroy()); // a client that was killed resets its connection: its end, not ours
  socket.on('close', () => hns.disconnect(connection));
}

async function answerLine(
  hns: SimulatedHns,
  connection: Connection,
  socket: Socket,
  line: string,
): Promise<void> {
  const request = parseRequest(line);
  if (request === undefined) {
    socket.end(
      '{"error":"one JSON object a line: {\\"id\\":1,\\"function\\":\\"HcnOpenNetwork\\",\\"arguments\\":[\\"…\\"]}"}\n',
    );
    return;
  }
  try {
    const reply = await answer(hns, connection, request);
    if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
  } catch (thrown) {
    socket.destroy();
    if (thrown instanceof ConnectionDropped) return;
    // A fault of the simulation itself: told, and other clients go on.
    process.stderr.write(`simulate-hns: ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  }
}

async function answer(
  hns: SimulatedHns,
  connection: Connection,
  { id, function: name, arguments: args }: RequestLine,
): Promise<ReplyLine> {
  if (name === 'dump') return { id, hresult: 0, value: JSON.stringify(hns.dump()) };
  return { id, ...(await connection.call(name, args)) };
}

function parseRequest(text: string): RequestLine | undefined {
  const line = parseLine(text);
  const name = line?.function;
  const args = line?.arguments ?? [];
  if (typeof name !== 'string' || !(name === 'dump' || isHcnFunction(name))) return undefined;
  if (!Array.isArray(args) || !args.every((argument): argument is string => typeof argument === 'string')) {
    return undefined;
  }
  return { id: typeof line?.id === 'number' ? line.id : 0, function: name, arguments: args };
}

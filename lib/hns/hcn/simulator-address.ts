/** Where a simulated HNS listens. */
export interface SimulatorAddress {
  readonly host: string;
  readonly port: number;
}

const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/i;
const LARGEST_PORT = 0xffff;

/** Reads `127.0.0.1:4711`, `localhost:4711` or `[::1]:4711`; `undefined` when `text` is none of them. */
export function parseSimulatorAddress(text: string): SimulatorAddress | undefined {
  const match = ADDRESS.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > LARGEST_PORT ? undefined : { host, port };
}

/** Prints an address in the form {@link parseSimulatorAddress} reads. */
export function formatSimulatorAddress({ host, port }: SimulatorAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

import type { HcnApi, HResult } from '../../lib/hns/hcn/api.ts';
import { apiOverCalls } from '../../lib/hns/hcn/api-over-calls.ts';
import type { HcnFunction } from '../../lib/hns/hcn/functions.ts';
import { connectionLost } from '../../lib/hns/hcn/simulator-errors.ts';
import { Connection, ConnectionDropped, type Service } from './connection.ts';
import { type Fault, Faults, type Moment, type Strike } from './faults.ts';
import type { JournalEntry } from './journal.ts';
import { loadState } from './load-state.ts';
import { type Conduct, dumpState, type HnsState, type StateDocument } from './state.ts';

/** What a simulated service starts with: objects as HCN documents, sparse if need be, and how it conducts itself. */
export interface SimulatedHnsOptions extends StateDocument, Partial<Conduct> {
  /** Sees each call as it is answered. */
  readonly onCall?: (entry: JournalEntry) => void;
  /** Whether {@link SimulatedHns.journal} keeps entries; true when absent. */
  readonly keepJournal?: boolean;
}

/** A call that loses its connection. */
export interface DroppedCall extends Strike {
  /** `before` the call takes effect unless said otherwise. */
  readonly when?: Moment;
}

/** A call that fails. */
export interface FailingCall extends DroppedCall {
  readonly hresult: HResult;
}

/** A call that waits, without effect, until it is let go. */
export interface HeldCall {
  /** Resolves when the call has come. */
  readonly arrived: Promise<void>;
  release(): void;
}

/**
 * The Host Networking Service in memory: networks, endpoints, namespaces and policies, with the refusals of the real one.
 * The model starts reading at `calls.ts`; `server.ts` lets other processes reach it, `command-line.ts` starts it.
 */
export class SimulatedHns {
  readonly #state: HnsState;
  readonly #faults = new Faults();
  readonly #connections = new Set<Connection>();
  readonly #journal: JournalEntry[] = [];
  readonly #options: SimulatedHnsOptions;
  #sequence = 0;
  #handle = 0;

  /** @throws {Error} When an object of the state is not one HNS could hold. */
  constructor(options: SimulatedHnsOptions = {}) {
    this.#options = options;
    this.#state = loadState(options, options);
  }

  /** The API as one client has it, in process. After a dropped connection its next call is on a new one. */
  api(): HcnApi {
    let connection = this.connect();
    return apiOverCalls(async (name, args) => {
      try {
        return await connection.call(name, args);
      } catch (thrown) {
        if (!(thrown instanceof ConnectionDropped)) throw thrown;
        this.disconnect(connection);
        connection = this.connect();
        throw connectionLost('in process', thrown);
      }
    });
  }

  /**
   * A new client.
   *
   * @internal
   */
  connect(): Connection {
    const { keepJournal = true, onCall } = this.#options;
    const service: Service = {
      state: this.#state,
      nextHandle: () => {
        this.#handle += 1;
        return this.#handle;
      },
      strike: (name) => this.#faults.strike(name),
      ...((keepJournal || onCall) && { journal: (entry) => this.#record(entry) }),
    };
    const connection = new Connection(service);
    this.#connections.add(connection);
    return connection;
  }

  /**
   * A client goes away: its handles are released.
   *
   * @internal
   */
  disconnect(connection: Connection): void {
    connection.close();
    this.#connections.delete(connection);
  }

  /** The whole state, in the form it is loaded from. */
  dump(): Required<StateDocument> {
    return dumpState(this.#state);
  }

  /** Every call that was answered, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#journal;
  }

  /** Handles that clients have open. */
  get openHandles(): number {
    return [...this.#connections].reduce((sum, { openHandles }) => sum + openHandles, 0);
  }

  /** Lets a call of a function fail; the next one, unless `nth` says which. */
  fail(name: HcnFunction, { nth = 1, hresult, when = 'before' }: FailingCall): void {
    this.#faults.add(name, { kind: 'fail', hresult, when }, { nth });
  }

  /** Lets every call of a function fail without effect. */
  failAlways(name: HcnFunction, hresult: HResult): void {
    this.#faults.add(name, { kind: 'fail', hresult, when: 'before' });
  }

  /** Lets every call of a function, or the nth, wait before it takes effect. */
  delay(name: HcnFunction, milliseconds: number, strike: Strike = {}): void {
    this.#faults.add(name, { kind: 'delay', milliseconds }, strike);
  }

  /** Holds a call of a function before it takes effect; the next one, unless `nth` says which. */
  hold(name: HcnFunction, { nth = 1 }: Strike = {}): HeldCall {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const meet = () => {
      arrived.resolve();
      return released.promise;
    };
    this.#faults.add(name, { kind: 'hold', meet }, { nth });
    return { arrived: arrived.promise, release: () => released.resolve() };
  }

  /** Drops the connection at a call of a function; the next one, unless `nth` says which. */
  drop(name: HcnFunction, { nth = 1, when = 'before' }: DroppedCall = {}): void {
    this.#faults.add(name, { kind: 'drop', when }, { nth });
  }

  /** Sets a fault for the calls of a function it is to strike. */
  addFault(name: HcnFunction, fault: Fault, strike: Strike = {}): void {
    this.#faults.add(name, fault, strike);
  }

  /** Takes all faults away. */
  clearFaults(): void {
    this.#faults.clear();
  }

  #record(call: Omit<JournalEntry, 'sequence' | 'time'>): void {
    this.#sequence += 1;
    const entry = { sequence: this.#sequence, time: new Date().toISOString(), ...call };
    if (this.#options.keepJournal !== false) this.#journal.push(entry);
    this.#options.onCall?.(entry);
  }
}

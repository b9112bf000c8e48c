import type { HcnReply, HResult } from '../../lib/hns/hcn/api.ts';
import { type HcnFunction, SIGNATURES } from '../../lib/hns/hcn/functions.ts';
import { HRESULTS } from '../../lib/hns/hresult-symbols.ts';
import { supports } from '../../lib/hns/version.ts';
import { CALLS } from './calls.ts';
import { refusedComputeCall } from './compute-systems.ts';
import type { Fault } from './faults.ts';
import { type HandleNumbers, HandleTable } from './handles.ts';
import { refusedHnsCall } from './hns-call.ts';
import { type JournalEntry, journalArguments, journalReply } from './journal.ts';
import { Refusal, refusedReply } from './refusal.ts';
import type { HnsState } from './state.ts';
import { systemMessage } from './system-messages.ts';

/** What clients of one service share. */
export interface Service {
  readonly state: HnsState;
  readonly nextHandle: HandleNumbers;
  strike(name: HcnFunction): readonly Fault[];
  /** Absent where nobody reads what was called. */
  readonly journal?: (entry: Omit<JournalEntry, 'sequence' | 'time'>) => void;
}

const NOTHING_DONE: HcnReply<string> = { hresult: HRESULTS.S_OK };

type Failure = Extract<Fault, { kind: 'fail' }>;

/** A fault took the connection away: the client gets no reply and its handles are gone. */
export class ConnectionDropped extends Error {}

/** One client of the service with its handles. */
export class Connection {
  readonly #service: Service;
  readonly #handles: HandleTable;

  constructor(service: Service) {
    this.#service = service;
    this.#handles = new HandleTable(service.nextHandle);
  }

  get openHandles(): number {
    return this.#handles.size;
  }

  /** Releases the handles of a client that goes away. */
  close(): void {
    this.#handles.closeAll();
  }

  /**
   * Carries out one call, with the faults set for it.
   *
   * @throws {ConnectionDropped} When a fault says so.
   */
  async call(name: HcnFunction, args: readonly string[]): Promise<HcnReply<string>> {
    const faults = this.#service.strike(name);
    for (const fault of faults) {
      if (fault.kind === 'delay') await elapsed(fault.milliseconds);
      if (fault.kind === 'hold') await fault.meet();
    }
    const drop = faults.find((fault) => fault.kind === 'drop')?.when;
    if (drop === 'before') throw this.#dropped(name);
    const failure = faults.find((fault) => fault.kind === 'fail');
    const reply = this.#answer(name, args, failure);
    if (drop === 'after') throw this.#dropped(name);
    return reply;
  }

  #dropped(name: HcnFunction): ConnectionDropped {
    this.close();
    return new ConnectionDropped(`the connection was dropped during ${name}`);
  }

  #answer(name: HcnFunction, args: readonly string[], failure: Failure | undefined): HcnReply<string> {
    const answer = () =>
      failure === undefined ? this.#perform(name, args) : this.#fail(name, args, failure);
    const { journal } = this.#service;
    if (journal === undefined) return answer();
    const shownArguments = journalArguments(name, args, this.#handles);
    const reply = answer();
    journal({ function: name, arguments: shownArguments, ...journalReply(name, reply) });
    return reply;
  }

  #fail(name: HcnFunction, args: readonly string[], { hresult, when }: Failure): HcnReply<string> {
    const { value } = when === 'after' ? this.#perform(name, args) : NOTHING_DONE;
    if (value !== undefined && SIGNATURES[name].gives === 'handle') this.#handles.takeBack(value);
    return this.#refused(name, hresult, systemMessage(hresult));
  }

  #perform(name: HcnFunction, args: readonly string[]): HcnReply<string> {
    try {
      this.#requireServed(name);
      const value = CALLS[name]({ state: this.#service.state, handles: this.#handles }, ...args);
      return value === undefined ? { hresult: HRESULTS.S_OK } : { hresult: HRESULTS.S_OK, value };
    } catch (thrown) {
      if (thrown instanceof Refusal) return this.#refused(name, thrown.hresult, thrown.message);
      throw thrown;
    }
  }

  /** Version 1 of the API is older than the HCN API. */
  #requireServed(name: HcnFunction): void {
    const { version } = this.#service.state;
    if (!name.startsWith('Hcn') || supports(version, 'v2')) return;
    throw new Refusal('HCN_E_REQUEST_UNSUPPORTED', `HCN on HNS ${version.Major}.${version.Minor}`);
  }

  #refused(name: HcnFunction, hresult: HResult, message: string): HcnReply<string> {
    if (name === 'HNSCall') return refusedHnsCall(this.#service.state, hresult, message);
    return name.startsWith('Hcs') ? refusedComputeCall(hresult, message) : refusedReply(hresult, message);
  }
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

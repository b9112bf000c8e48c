import type { Guid } from '../../lib/hns/guid.ts';
import { Refusal } from './refusal.ts';

/** What a handle stands for. */
export interface HandleTarget {
  readonly kind: 'network' | 'endpoint' | 'namespace';
  readonly id: Guid;
}

/** Handle numbers are given out once in the life of the service, so that a stale one is never another's. */
export type HandleNumbers = () => number;

/** The open handles of one client. */
export class HandleTable {
  readonly #targets = new Map<string, HandleTarget>();
  readonly #next: HandleNumbers;

  constructor(next: HandleNumbers) {
    this.#next = next;
  }

  get size(): number {
    return this.#targets.size;
  }

  open(target: HandleTarget): string {
    const handle = String(this.#next());
    this.#targets.set(handle, target);
    return handle;
  }

  find(handle: string): HandleTarget | undefined {
    return this.#targets.get(handle);
  }

  /** @throws {Refusal} ERROR_INVALID_HANDLE when it is closed, another client's or of another kind. */
  require(handle: string, kind: HandleTarget['kind']): Guid {
    const target = this.#targets.get(handle);
    if (target?.kind !== kind) throw new Refusal('ERROR_INVALID_HANDLE', `${kind} handle ${handle}`);
    return target.id;
  }

  /** @throws {Refusal} ERROR_INVALID_HANDLE, also for the second close. */
  close(handle: string, kind: HandleTarget['kind']): void {
    this.require(handle, kind);
    this.#targets.delete(handle);
  }

  /** Takes back a handle that its client never gets to see. */
  takeBack(handle: string): void {
    this.#targets.delete(handle);
  }

  /** What happens when the client goes away. */
  closeAll(): void {
    this.#targets.clear();
  }
}

import type { Guid } from '../../lib/hns/guid.ts';
import { Refusal } from './refusal.ts';

/** Kinds of objects of HNS itself. */
type ObjectKind = 'network' | 'endpoint' | 'namespace';

/** What a handle stands for. */
export type HandleTarget =
  | { readonly kind: ObjectKind; readonly id: Guid }
  /** A container, whose ID may have any form. */
  | { readonly kind: 'compute system'; readonly id: string };

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
  require(handle: string, kind: ObjectKind): Guid {
    const target = this.#targets.get(handle);
    if (target?.kind !== kind) throw wrong(handle, kind);
    return target.id;
  }

  /** The container a handle of a compute system stands for. */
  requireComputeSystem(handle: string): string {
    const target = this.#targets.get(handle);
    if (target?.kind !== 'compute system') throw wrong(handle, 'compute system');
    return target.id;
  }

  /** @throws {Refusal} ERROR_INVALID_HANDLE, also for the second close. */
  close(handle: string, kind: HandleTarget['kind']): void {
    if (this.#targets.get(handle)?.kind !== kind) throw wrong(handle, kind);
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

function wrong(handle: string, kind: HandleTarget['kind']): Refusal {
  return new Refusal('ERROR_INVALID_HANDLE', `${kind} handle ${handle}`);
}

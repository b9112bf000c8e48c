import type { HResult } from '../../lib/hns/hcn/api.ts';
import type { HcnFunction } from '../../lib/hns/hcn/functions.ts';

/** Which calls of a function a fault strikes, counted from when it was set: the nth alone, or all of them. */
export interface Strike {
  /** 1 is the next call; every call when absent. */
  readonly nth?: number;
}

/** Whether a fault comes `before` the call takes effect, or `after`: then the client is told of a failure that was none. */
export type Moment = 'before' | 'after';

/** How a call goes wrong. */
export type Fault =
  | { readonly kind: 'fail'; readonly hresult: HResult; readonly when: Moment }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'hold'; readonly meet: () => Promise<void> }
  | { readonly kind: 'drop'; readonly when: Moment };

interface SetFault {
  readonly name: HcnFunction;
  readonly nth: number | undefined;
  readonly fault: Fault;
  calls: number;
}

/** The faults that were set, and how often each saw its function called. */
export class Faults {
  readonly #set: SetFault[] = [];

  add(name: HcnFunction, fault: Fault, { nth }: Strike = {}): void {
    this.#set.push({ name, nth, fault, calls: 0 });
  }

  clear(): void {
    this.#set.length = 0;
  }

  /** Counts a call and gives the faults that strike it. */
  strike(name: HcnFunction): readonly Fault[] {
    return this.#set
      .filter((candidate) => candidate.name === name)
      .filter((candidate) => {
        candidate.calls += 1;
        return candidate.nth === undefined || candidate.nth === candidate.calls;
      })
      .map(({ fault }) => fault);
  }
}

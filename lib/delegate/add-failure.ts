import { CniError, type CniErrorInit } from '../cni/error.ts';

/**
 * The ADD of a delegate that ran and failed. The delegate has been asked to DEL since (specification section 4);
 * `undone` tells whether that succeeded, so that its caller knows whether anything may remain.
 */
export class DelegateAddFailure extends CniError {
  readonly undone: boolean;

  constructor({ undone, ...init }: CniErrorInit & { readonly undone: boolean }) {
    super(init);
    this.name = 'DelegateAddFailure';
    this.undone = undone;
  }
}

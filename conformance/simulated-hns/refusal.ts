import type { HcnReply, HResult } from '../../lib/hns/hcn/api.ts';
import { HRESULTS, type HresultSymbol } from '../../lib/hns/hresult-symbols.ts';
import { systemMessage } from './system-messages.ts';

/** HNS says no: thrown by the model, answered as an HRESULT with an error record. */
export class Refusal extends Error {
  readonly hresult: HResult;

  /** @param detail What HNS would not say, added to its message for whoever debugs against the simulation. */
  constructor(symbol: HresultSymbol, detail = '') {
    const text = systemMessage(HRESULTS[symbol]);
    super(detail === '' ? text : `${text} ${detail}`);
    this.name = 'Refusal';
    this.hresult = HRESULTS[symbol];
  }
}

/** The reply to a refused HCN call, with the record HNS gives. */
export function refusedReply(hresult: HResult, message = systemMessage(hresult)): HcnReply<never> {
  const errorRecord = JSON.stringify({ Success: false, Error: `${message} `, ErrorCode: hresult });
  return { hresult, errorRecord };
}

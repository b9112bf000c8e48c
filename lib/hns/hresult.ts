import type { HResult } from './hcn/api.ts';
import { HRESULTS, type HresultSymbol } from './hresult-symbols.ts';

/** Tells whether a call failed: bit 31 is set. */
export function isFailure(hresult: HResult): boolean {
  return hresult >>> 31 === 1;
}

/** The symbolic name of an HRESULT, or `undefined` when the suite has none for it. */
export function symbolOf(hresult: HResult): HresultSymbol | undefined {
  const canonical = canonicalHresult(hresult);
  for (const symbol in HRESULTS) {
    if (isSymbol(symbol) && HRESULTS[symbol] === canonical) return symbol;
  }
  return undefined;
}

/** Prints an HRESULT as operators search for it: `0x803b0001 HCN_E_NETWORK_NOT_FOUND`, or the number alone. */
export function formatHresult(hresult: HResult): string {
  const number = `0x${(hresult >>> 0).toString(16).padStart(8, '0')}`;
  const symbol = symbolOf(hresult);
  return symbol === undefined ? number : `${number} ${symbol}`;
}

/**
 * One spelling for codes that have two: the compute service gives the same numbers as 0xC037xxxx and as 0x8037xxxx
 * (HCS_E_*). A negative number, as a foreign function returns it, becomes the unsigned one.
 */
export function canonicalHresult(hresult: HResult): HResult {
  const unsigned = hresult >>> 0;
  return unsigned >>> 16 === 0x8037 ? (unsigned | 0xc000_0000) >>> 0 : unsigned;
}

function isSymbol(key: string): key is HresultSymbol {
  return Object.hasOwn(HRESULTS, key);
}

import type { Signature as ForeignSignature } from '../../native/foreign-functions.ts';
import { type HcnFunction, type ParameterKind, SIGNATURES } from './functions.ts';

/** How a function of HNS is declared in C (computenetwork.h; vmcompute.dll as hcsshim imports it). */
export interface NativeSignature {
  /** The library that exports it. */
  readonly library: 'computenetwork.dll' | 'vmcompute.dll';
  readonly inputs: readonly ParameterKind[];
  /** What the out parameter after the inputs points at, if there is one. */
  readonly gives: 'handle' | 'document' | 'nothing';
  /** Whether a last out parameter takes an error record. */
  readonly hasErrorRecord: boolean;
  /** The same in C types. */
  readonly foreign: ForeignSignature & { readonly returns: 'u32' };
}

/** The declaration of a function; it follows from {@link SIGNATURES}. */
export function nativeSignature(name: HcnFunction): NativeSignature {
  const { parameters, gives } = SIGNATURES[name];
  const inputs = parameters.map(([, kind]) => kind);
  const hasErrorRecord = name !== 'HNSCall' && !CLOSE.test(name);
  const outputs = (gives === 'nothing' ? 0 : 1) + (hasErrorRecord ? 1 : 0);
  return {
    library: VMCOMPUTE.test(name) ? 'vmcompute.dll' : 'computenetwork.dll',
    inputs,
    gives,
    hasErrorRecord,
    foreign: {
      args: [
        ...inputs.map((kind) => (kind === 'handle' ? 'handle' : 'memory')),
        ...Array.from({ length: outputs }, () => 'memory' as const),
      ],
      returns: 'u32',
    },
  };
}

const VMCOMPUTE = /^(?:HNSCall$|Hcs)/;
const CLOSE = /^Hc[ns]Close/;

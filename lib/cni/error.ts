/**
 * Codes of CNI errors. 1 to 99 are the specification's (section 5, Error); 100 and above are this suite's and are
 * listed in docs/errors.md.
 */
export const CniErrorCode = {
  incompatibleVersion: 1,
  unsupportedField: 2,
  unknownContainer: 3,
  invalidEnvironment: 4,
  ioFailure: 5,
  decodingFailure: 6,
  invalidConfiguration: 7,
  invalidNetns: 8,
  tryAgainLater: 11,
  /** STATUS: the plugin cannot serve ADD now. */
  notAvailable: 50,
  /** STATUS: the plugin cannot serve ADD now, and existing containers may have lost their network. */
  notAvailableDegraded: 51,
  /** This machine has no Host Networking Service that the plugin can reach. */
  hnsUnavailable: 100,
  /** No HNS network has the name of the CNI network. */
  hnsNetworkMissing: 101,
  /** The HNS network is of a type the plugin does not serve. */
  hnsNetworkType: 102,
  /** HNS refused a request for good. */
  hnsRefused: 103,
  /** The HNS version of this node lacks a feature the configuration asks for. */
  hnsUnsupported: 104,
  /** Something else holds what the attachment needs: the endpoint, a host port, an address. */
  attachmentConflict: 105,
  /** CHECK: the attachment is not as ADD left it. */
  attachmentMismatch: 106,
  /** No free address is left in a range set. */
  addressesExhausted: 110,
  /** A requested address is taken or lies in no range. */
  addressUnavailable: 111,
  /** The attachment holds an address of the range set already. */
  duplicateAllocation: 112,
  /** CHECK: the attachment holds no lease. */
  leaseMissing: 113,
  /** The plugin named by `type` is not in CNI_PATH. */
  delegateMissing: 120,
  /** A delegate ended without a CNI error or a result that can be read. */
  delegateFailed: 121,
  /** A delegate did not end within its time limit. */
  delegateTimeout: 122,
  /** flanneld's subnet.env is missing, incomplete or malformed. */
  subnetFile: 130,
  internal: 999,
} as const;

/** A number a CNI error may carry: a specification code, one of ours, or whatever a delegate reported. */
export type ErrorCode = number;

/** The error object a plugin prints (specification section 5, Error). */
export interface ErrorDocument {
  readonly cniVersion: string;
  readonly code: ErrorCode;
  readonly msg: string;
  readonly details?: string;
}

/**
 * An error that reaches the container runtime. `msg` says what could not be done and to what; `details` says what was
 * found, what is allowed, and the operator's next step.
 */
export class CniError extends Error {
  readonly code: ErrorCode;
  readonly details: string;

  constructor({ code, msg, details = '', cause }: CniErrorInit) {
    super(msg, cause === undefined ? undefined : { cause });
    this.name = 'CniError';
    this.code = code;
    this.details = details;
  }

  /** The error object for a caller speaking `cniVersion`; empty details are left out. */
  toDocument(cniVersion: string): ErrorDocument {
    const details = this.details === '' ? {} : { details: this.details };
    return { cniVersion, code: this.code, msg: this.message, ...details };
  }

  /** The same error with a sentence added to its details. */
  withDetails(sentence: string): CniError {
    const details = this.details === '' ? sentence : `${this.details}. ${sentence}`;
    return new CniError({ code: this.code, msg: this.message, details, cause: this.cause });
  }
}

/** What a {@link CniError} is made of. */
export interface CniErrorInit {
  readonly code: ErrorCode;
  readonly msg: string;
  readonly details?: string;
  readonly cause?: unknown;
}

/** Makes a `CniError` of anything thrown: code 999 with its message, never its stack. */
export function toCniError(thrown: unknown): CniError {
  if (thrown instanceof CniError) return thrown;
  const msg = thrown instanceof Error ? thrown.message : String(thrown);
  return new CniError({
    code: CniErrorCode.internal,
    msg: msg === '' ? 'unknown failure' : msg,
    cause: thrown,
  });
}

import { CniError, CniErrorCode, type ErrorCode } from '../cni/error.ts';
import type { HResult } from './hcn/api.ts';
import { formatHresult, symbolOf } from './hresult.ts';
import { classOf } from './hresult-class.ts';
import { readErrorRecord } from './hresult-record.ts';
import type { HresultSymbol } from './hresult-symbols.ts';

/** A call HNS refused. */
export interface RefusedCall {
  /** What was attempted and on what, to follow "Cannot": `create endpoint "x" on network "cbr0"`. */
  readonly attempted: string;
  /** The function that failed: `HcnCreateEndpoint`. */
  readonly call: string;
  readonly hresult: HResult;
  /** The error record's JSON, as HNS gave it. */
  readonly errorRecord?: string | undefined;
  /** The document that was sent, quoted when HNS calls it wrong. */
  readonly sent?: string | undefined;
}

const LONGEST_QUOTED_DOCUMENT = 1500;

/**
 * The CNI error for a call HNS refused: code 11 when it may pass, 105 for a conflict, 100 when the service or its
 * library is not there to be asked, else 103. The details hold the HRESULT, the record's text and the next step.
 */
export function refusalOf({ attempted, call, hresult, errorRecord, sent }: RefusedCall): CniError {
  const text = readErrorRecord(errorRecord)?.text ?? '';
  const found = `${call} answered ${formatHresult(hresult)}${text === '' ? '' : `: ${text.replace(/\.$/, '')}`}`;
  const quoted =
    sent !== undefined && classOf(hresult) === 'configuration' ? `Document sent: ${cut(sent)}` : '';
  return new CniError({
    code: codeOf(hresult),
    msg: `Cannot ${attempted}`,
    details: [found, nextStep(hresult), quoted].filter((sentence) => sentence !== '').join('. '),
  });
}

function codeOf(hresult: HResult): ErrorCode {
  if (MISSING_SERVICE.some((symbol) => symbol === symbolOf(hresult))) return CniErrorCode.hnsUnavailable;
  switch (classOf(hresult)) {
    case 'transient':
      return CniErrorCode.tryAgainLater;
    case 'conflict':
    case 'already done':
      return CniErrorCode.attachmentConflict;
    default:
      return CniErrorCode.hnsRefused;
  }
}

const MISSING_SERVICE: readonly HresultSymbol[] = [
  'ERROR_SERVICE_DISABLED',
  'ERROR_SERVICE_DOES_NOT_EXIST',
  'ERROR_MOD_NOT_FOUND',
  'ERROR_PROC_NOT_FOUND',
];

function nextStep(hresult: HResult): string {
  const symbol = symbolOf(hresult);
  return (symbol && NEXT_STEPS[symbol]) ?? NEXT_STEP_OF_CLASS[classOf(hresult)];
}

const ENABLE_CONTAINERS =
  'Enable the Windows feature "Containers" (Install-WindowsFeature Containers) and restart the node';

const NEXT_STEPS: Partial<Record<HresultSymbol, string>> = {
  ERROR_ACCESS_DENIED: 'The process must run elevated, as LocalSystem or a member of Administrators',
  ERROR_SERVICE_DISABLED:
    'The service "hns" is disabled: Set-Service hns -StartupType Manual, then Start-Service hns',
  ERROR_SERVICE_DOES_NOT_EXIST: `The service "hns" is not installed. ${ENABLE_CONTAINERS}`,
  ERROR_MOD_NOT_FOUND: `A library of the Host Networking Service is not installed. ${ENABLE_CONTAINERS}`,
  ERROR_PROC_NOT_FOUND:
    'This Windows is too old for the HCN API: Windows Server 2019 (1809) or later is needed, or "apiVersion": 1',
  HCN_E_PORT_ALREADY_EXISTS:
    'Another endpoint holds this host port: find it among the PortMapping policies of Get-HnsEndpoint',
  HCN_E_ADDR_INVALID_OR_RESERVED:
    'The address is taken, reserved or outside the subnets of the network: compare Get-HnsEndpoint and Get-HnsNetwork ' +
    'with the ranges of the IPAM configuration',
  HCN_E_INVALID_POLICY: 'Check the "policies" of the CNI configuration against the HNS version of this node',
  HCN_E_INVALID_POLICY_TYPE:
    'Check the policy types in the CNI configuration against the HNS version of this node',
  HCN_E_ADAPTER_NOT_FOUND: 'Check the network adapter the HNS network is bound to (Get-NetAdapter)',
  HCN_E_SWITCH_EXTENSION_NOT_FOUND: 'Check the extensions of the virtual switch (Get-VMSwitchExtension)',
  HCN_E_REGKEY_FAILURE:
    'HNS cannot use its registry key: look at the event log Microsoft-Windows-Host-Network-Service',
};

const NEXT_STEP_OF_CLASS: Record<ReturnType<typeof classOf>, string> = {
  'not found': 'It is gone, or never was: compare Get-HnsNetwork, Get-HnsEndpoint and Get-HnsNamespace',
  'already done': 'Another attachment got there first: compare Get-HnsEndpoint',
  conflict: 'Something else holds it: compare Get-HnsEndpoint and Get-HnsNetwork',
  transient: 'The Host Networking Service is busy, starting or stopping; the runtime may try again',
  configuration:
    'HNS calls the request wrong: check the CNI configuration against the HNS version of this node',
  host: 'Repair the node: look at the event log Microsoft-Windows-Host-Network-Service',
  other: 'Look at the event log Microsoft-Windows-Host-Network-Service',
};

function cut(document: string): string {
  return document.length <= LONGEST_QUOTED_DOCUMENT
    ? document
    : `${document.slice(0, LONGEST_QUOTED_DOCUMENT)}…`;
}

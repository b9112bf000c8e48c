import { parseArgs } from 'node:util';
import type { HResult } from '../../lib/hns/hcn/api.ts';
import { type HcnFunction, isHcnFunction } from '../../lib/hns/hcn/functions.ts';
import { parseSimulatorAddress, type SimulatorAddress } from '../../lib/hns/hcn/simulator-address.ts';
import { HRESULTS } from '../../lib/hns/hresult-symbols.ts';
import type { Fault, Moment, Strike } from './faults.ts';
import { UsageError } from './usage.ts';

/** A fault from the command line. */
export interface FaultArgument extends Strike {
  readonly name: HcnFunction;
  readonly fault: Fault;
}

/** What the command line asks for. */
export type Arguments =
  | { readonly command: 'help' }
  | { readonly command: 'dump'; readonly address: string }
  | {
      readonly command: 'serve';
      readonly listen: SimulatorAddress;
      readonly state: string | undefined;
      readonly journal: string | undefined;
      readonly createNamespaces: boolean;
      readonly createComputeSystems: boolean;
      readonly faults: readonly FaultArgument[];
    };

const OPTIONS = {
  listen: { type: 'string' },
  state: { type: 'string' },
  journal: { type: 'string' },
  'create-namespaces': { type: 'boolean' },
  'create-compute-systems': { type: 'boolean' },
  fail: { type: 'string', multiple: true },
  delay: { type: 'string', multiple: true },
  drop: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws {UsageError} When the arguments are not those of the usage text. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { command: 'help' };
  if (positionals[0] === 'dump') return dump(positionals.slice(1));
  if (positionals.length > 0) throw new UsageError(`unknown command "${positionals[0]}"`);
  if (values.listen === undefined) throw new UsageError('--listen 127.0.0.1:PORT is missing');
  return {
    command: 'serve',
    listen: address(values.listen),
    state: values.state,
    journal: values.journal,
    createNamespaces: values['create-namespaces'] === true,
    createComputeSystems: values['create-compute-systems'] === true,
    faults: [
      ...(values.fail ?? []).map(failArgument),
      ...(values.delay ?? []).map(delayArgument),
      ...(values.drop ?? []).map(dropArgument),
    ],
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

function dump(rest: readonly string[]): Arguments {
  const [text, ...more] = rest;
  if (text === undefined || more.length > 0)
    throw new UsageError('dump takes one address: dump 127.0.0.1:PORT');
  address(text);
  return { command: 'dump', address: text };
}

function address(text: string): SimulatorAddress {
  const found = parseSimulatorAddress(text);
  if (found === undefined) throw new UsageError(`"${text}" is no address: write it like 127.0.0.1:4711`);
  return found;
}

function failArgument(text: string): FaultArgument {
  const [name, nth, code, when] = text.split(':');
  const hresult = parseHresult(code ?? '');
  if (hresult === undefined) {
    throw malformed('fail', text, 'FUNCTION:NTH:HRESULT, such as HcnCreateEndpoint:1:0x803b0020');
  }
  return {
    ...strike('fail', text, name, nth),
    fault: { kind: 'fail', hresult, when: moment('fail', text, when) },
  };
}

function delayArgument(text: string): FaultArgument {
  const [name, ms] = text.split(':');
  const milliseconds = Number(ms);
  if (!/^\d+$/.test(ms ?? '')) throw malformed('delay', text, 'FUNCTION:MS, such as HcnCreateEndpoint:500');
  return { ...strike('delay', text, name, '*'), fault: { kind: 'delay', milliseconds } };
}

function dropArgument(text: string): FaultArgument {
  const [name, nth, when] = text.split(':');
  return { ...strike('drop', text, name, nth), fault: { kind: 'drop', when: moment('drop', text, when) } };
}

function moment(option: string, text: string, when = 'before'): Moment {
  if (when !== 'before' && when !== 'after')
    throw malformed(option, text, ':before or :after at its end, or neither');
  return when;
}

function strike(option: string, text: string, name = '', nth = ''): Strike & { readonly name: HcnFunction } {
  if (!isHcnFunction(name)) throw malformed(option, text, `a function of HCN, not "${name}"`);
  if (nth === '*') return { name };
  if (!/^[1-9]\d*$/.test(nth)) throw malformed(option, text, 'a call number from 1, or * for every call');
  return { name, nth: Number(nth) };
}

function parseHresult(text: string): HResult | undefined {
  if (/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return Number(text) >>> 0;
  return Object.entries(HRESULTS).find(([symbol]) => symbol === text)?.[1];
}

function malformed(option: string, text: string, expected: string): UsageError {
  return new UsageError(`--${option} "${text}": expected ${expected}`);
}

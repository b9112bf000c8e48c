import type { HcnApi } from './api.ts';

/** The name of a function of {@link HcnApi}. */
export type HcnFunction = keyof HcnApi;

/** What one parameter of a function holds. */
export type ParameterKind = 'handle' | 'guid' | 'document' | 'text';

/** A function's parameters by name, in order, and what it gives back on success. */
export interface Signature {
  readonly parameters: readonly (readonly [name: string, kind: ParameterKind])[];
  readonly gives: 'handle' | 'document' | 'nothing';
}

const enumerate: Signature = { parameters: [['query', 'document']], gives: 'document' };
const openById: Signature = { parameters: [['id', 'guid']], gives: 'handle' };
const deleteById: Signature = { parameters: [['id', 'guid']], gives: 'nothing' };
const create: Signature = {
  parameters: [
    ['id', 'guid'],
    ['settings', 'document'],
  ],
  gives: 'handle',
};

function modify(object: string): Signature {
  return {
    parameters: [
      [object, 'handle'],
      ['settings', 'document'],
    ],
    gives: 'nothing',
  };
}

function query(object: string): Signature {
  return {
    parameters: [
      [object, 'handle'],
      ['query', 'document'],
    ],
    gives: 'document',
  };
}

function close(object: string): Signature {
  return { parameters: [[object, 'handle']], gives: 'nothing' };
}

/** Every function of {@link HcnApi} (computenetwork.h): what names a journal gives its arguments, and which are handles. */
export const SIGNATURES: Readonly<Record<HcnFunction, Signature>> = {
  HcnEnumerateNetworks: enumerate,
  HcnCreateNetwork: create,
  HcnOpenNetwork: openById,
  HcnModifyNetwork: modify('network'),
  HcnQueryNetworkProperties: query('network'),
  HcnDeleteNetwork: deleteById,
  HcnCloseNetwork: close('network'),
  HcnEnumerateEndpoints: enumerate,
  HcnCreateEndpoint: { parameters: [['network', 'handle'], ...create.parameters], gives: 'handle' },
  HcnOpenEndpoint: openById,
  HcnModifyEndpoint: modify('endpoint'),
  HcnQueryEndpointProperties: query('endpoint'),
  HcnDeleteEndpoint: deleteById,
  HcnCloseEndpoint: close('endpoint'),
  HcnEnumerateNamespaces: enumerate,
  HcnCreateNamespace: create,
  HcnOpenNamespace: openById,
  HcnModifyNamespace: modify('namespace'),
  HcnQueryNamespaceProperties: query('namespace'),
  HcnDeleteNamespace: deleteById,
  HcnCloseNamespace: close('namespace'),
  HNSCall: {
    parameters: [
      ['method', 'text'],
      ['path', 'text'],
      ['request', 'document'],
    ],
    gives: 'document',
  },
  HcsOpenComputeSystem: { parameters: [['id', 'text']], gives: 'handle' },
  HcsGetComputeSystemProperties: query('system'),
  HcsModifyComputeSystem: {
    parameters: [
      ['system', 'handle'],
      ['configuration', 'document'],
    ],
    gives: 'nothing',
  },
  HcsCloseComputeSystem: close('system'),
};

/** Tells whether `name` is a function of {@link HcnApi}. */
export function isHcnFunction(name: string): name is HcnFunction {
  return Object.hasOwn(SIGNATURES, name);
}

import { describe, expect, test } from 'vitest';
import { callNative, type NativeFunction } from '../../../../lib/hns/hcn/native-call.ts';
import { nativeSignature } from '../../../../lib/hns/hcn/native-signature.ts';
import type { ComMemory } from '../../../../lib/native/com-memory.ts';

/** Memory of HNS by address; what is taken is gone. */
class Strings implements ComMemory {
  readonly #strings = new Map<bigint, string>();

  put(address: bigint, text: string): bigint {
    this.#strings.set(address, text);
    return address;
  }

  take(pointers: Parameters<ComMemory['take']>[0]): readonly (string | undefined)[] {
    return pointers.map(({ value }) => {
      const text = this.#strings.get(value);
      if (value !== 0n && !this.#strings.delete(value)) throw new Error(`${value} is freed a second time`);
      return text;
    });
  }

  get left(): number {
    return this.#strings.size;
  }
}

function point(memory: unknown, value: bigint): void {
  if (!(memory instanceof Uint8Array)) throw new Error('an out parameter was expected');
  expect([...memory], 'zero before the call').toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  new DataView(memory.buffer).setBigUint64(0, value, true);
}

const GUID = '8c1b2a3d-4e5f-6071-8293-a4b5c6d7e8f9';
const HANDLE = 0xfedc_0000_0000_0007n;

describe('a function of HNS', () => {
  test('is given UTF-16 with a zero at its end, GUIDs as 16 bytes and handles as numbers', () => {
    const memory = new Strings();
    const call: NativeFunction = (network, id, settings, endpoint, record) => {
      expect(network).toBe(HANDLE);
      expect(Buffer.from(id as Uint8Array).toString('hex')).toBe('3d2a1b8c5f4e71608293a4b5c6d7e8f9');
      expect(Buffer.from(settings as Uint8Array).toString('utf16le')).toBe('{"Name":"ü"}\0');
      point(endpoint, HANDLE + 1n);
      point(record, 0n);
      return 0;
    };
    const args = [`${HANDLE}`, GUID, '{"Name":"ü"}'];
    const reply = callNative(nativeSignature('HcnCreateEndpoint'), { call, memory }, args);
    expect(reply).toEqual({ hresult: 0, value: `${HANDLE + 1n}` });
  });

  test('that fails gives an unsigned HRESULT and its record, and no string of it is left', () => {
    const memory = new Strings();
    const call: NativeFunction = (_query, found, record) => {
      point(found, memory.put(16n, '[]'));
      point(record, memory.put(32n, '{"Success":false}'));
      return -2143617023; // as a signed number, which a back end may give
    };
    const reply = callNative(nativeSignature('HcnEnumerateNetworks'), { call, memory }, ['{}']);
    expect(reply).toEqual({ hresult: 0x803b0001, value: '[]', errorRecord: '{"Success":false}' });
    expect(memory.left).toBe(0);
  });

  test.each([
    { name: 'HcnCloseNetwork', args: ['1'], parameters: 1, library: 'computenetwork.dll' },
    { name: 'HcnDeleteEndpoint', args: [GUID], parameters: 2, library: 'computenetwork.dll' },
    { name: 'HcnModifyNamespace', args: ['1', '{}'], parameters: 3, library: 'computenetwork.dll' },
    { name: 'HcnQueryEndpointProperties', args: ['1', '{}'], parameters: 4, library: 'computenetwork.dll' },
    { name: 'HNSCall', args: ['GET', '/networks/', ''], parameters: 4, library: 'vmcompute.dll' },
  ] as const)(
    '$name takes $parameters parameters and is in $library',
    ({ name, args, parameters, library }) => {
      const signature = nativeSignature(name);
      expect(signature.library).toBe(library);
      const call: NativeFunction = (...given) => {
        expect(given).toHaveLength(parameters);
        return 0;
      };
      expect(signature.foreign.args).toHaveLength(parameters);
      expect(callNative(signature, { call, memory: new Strings() }, args)).toEqual({ hresult: 0 });
    },
  );
});

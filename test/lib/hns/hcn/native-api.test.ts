import { describe, expect, test } from 'vitest';
import { nativeHcnApi } from '../../../../lib/hns/hcn/native-api.ts';
import type { ForeignFunctions, Library, Signatures } from '../../../../lib/native/foreign-functions.ts';

interface Windows {
  readonly libraries: Readonly<Record<string, readonly string[]>>;
  readonly loaded: string[];
}

const SYSTEM_FOLDER = 'C:\\Windows\\System32';
const ERROR_MOD_NOT_FOUND = 126;

/** A Windows that has these libraries in its system folder, with these functions; all of them answer 0. */
function windowsWith(libraries: Windows['libraries']): ForeignFunctions & Windows {
  const loaded: string[] = [];
  const text = (memory: unknown, encoding: BufferEncoding) =>
    Buffer.from(memory as Uint8Array)
      .toString(encoding)
      .replace(/\0$/, '');
  const names = Object.keys(libraries);
  const functions: Record<string, (...args: readonly unknown[]) => unknown> = {
    GetSystemDirectoryW: (memory) => fill(memory as Uint8Array),
    LoadLibraryExW: (path) => {
      const found = names.findIndex((name) => `${SYSTEM_FOLDER}\\${name}` === text(path, 'utf16le'));
      return BigInt(found + 1);
    },
    GetProcAddress: (module, name) => {
      const exported = libraries[names[Number(module) - 1] ?? ''] ?? [];
      return exported.includes(text(name, 'latin1')) ? 1n : 0n;
    },
    GetLastError: () => ERROR_MOD_NOT_FOUND,
  };
  const load = <Of extends Signatures>(library: string | undefined, signatures: Of): Library<Of> => {
    loaded.push(library ?? 'C library');
    const wanted = Object.keys(signatures).map((name) => [name, functions[name] ?? (() => 0)]);
    return Object.fromEntries(wanted);
  };
  return { libraries, loaded, load, errno: () => 0 };
}

function fill(memory: Uint8Array): number {
  memory.set(Buffer.from(SYSTEM_FOLDER, 'utf16le'));
  return SYSTEM_FOLDER.length;
}

describe('HNS by foreign functions', () => {
  test('loads nothing before the first call, and by absolute path then', async () => {
    const windows = windowsWith({ 'vmcompute.dll': ['HNSCall'] });
    const api = nativeHcnApi(windows);
    expect(windows.loaded).toEqual([]);
    expect(await api.HNSCall('GET', '/globals/version', '')).toEqual({ hresult: 0 });
    const own = windows.loaded.filter((library) => library !== 'kernel32.dll');
    expect(own).toEqual([`${SYSTEM_FOLDER}\\vmcompute.dll`]);
    const before = windows.loaded.length;
    await api.HNSCall('GET', '/networks/', '');
    expect(windows.loaded).toHaveLength(before);
  });

  test.each([
    { lacks: 'the library', libraries: {}, says: /computenetwork\.dll.*0x8007007e.*Containers/ },
    {
      lacks: 'the function',
      libraries: { 'computenetwork.dll': ['HcnOpenNetwork'] },
      says: /HcnEnumerateNetworks of computenetwork\.dll.*0x8007007f.*1809/,
    },
  ])('on a Windows that lacks $lacks answers code 100 and what to do', async ({ libraries, says }) => {
    const api = nativeHcnApi(windowsWith(libraries));
    await expect(api.HcnEnumerateNetworks('{}')).rejects.toMatchObject({
      code: 100,
      details: expect.stringMatching(says),
    });
  });
});

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readSteps } from './page-steps.ts';
import { follow } from './reader.ts';
import { npm } from './tools.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of a plugin, in which the package was installed from its file by the commands of the page. */
    readonly plugin: string;
    /** The folder around it, from which the package is found as well. */
    readonly beside: string;
  }
}

const root = join(import.meta.dirname, '../..');

/** Packs the library, and installs it as docs/writing-a-plugin.md says: once for all tests, for it takes its time. */
export default async function setUp({ provide }: TestProject): Promise<() => void> {
  const place = mkdtempSync(join(tmpdir(), 'cni-library-'));
  const clear = () => rmSync(place, { recursive: true, force: true });
  try {
    await npm(['pack', '--silent', '--pack-destination', place], root);
    const [installing] = readSteps('writing-a-plugin.md');
    if (installing?.kind !== 'commands') throw new Error('the page does not begin with commands');
    const [{ succeeded, output } = { succeeded: false, output: '' }] = await follow([installing], place);
    if (!succeeded) throw new Error(`The commands of line ${installing.line} fail:\n${output}`);
    const plugin = join(place, 'win-vlan');
    symlinkSync(join(plugin, 'node_modules'), join(place, 'node_modules'), 'junction');
    provide('plugin', plugin);
    provide('beside', place);
    return clear;
  } catch (error) {
    clear();
    throw error;
  }
}

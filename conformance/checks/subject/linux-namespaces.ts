import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** Network namespaces of Linux that the suite makes for its containers. It takes root, `unshare`, `nsenter` and `ip`. */
export interface LinuxNamespaces {
  /**
   * Makes one.
   *
   * @returns Its path, to be a `CNI_NETNS`.
   * @throws {Error} When this user may not, or a program is missing.
   */
  make(name: string): Promise<string>;
  pathOf(name: string): string;
  /** Interfaces other than `lo`; none when there is no such namespace. */
  interfacesIn(name: string): Promise<readonly string[]>;
  removeInterface(name: string, interfaceName: string): Promise<void>;
  /** Removes one, with the interfaces in it, if it was made here. */
  remove(name: string): Promise<void>;
  /** Removes all that were made. */
  removeAll(): Promise<void>;
}

/** Where programs for namespaces look for them: `ip netns` shows what is here. */
const FOLDER = '/var/run/netns';

/** None is made before the first is asked for. */
export function linuxNamespaces(): LinuxNamespaces {
  const made = new Set<string>();
  const pathOf = (name: string) => join(FOLDER, name);
  const remove = async (name: string) => {
    if (!made.delete(name)) return;
    await execa('umount', ['--lazy', pathOf(name)], { reject: false });
    rmSync(pathOf(name), { force: true });
  };
  return {
    pathOf,
    async make(name) {
      const path = pathOf(name);
      mkdirSync(FOLDER, { recursive: true });
      closeSync(openSync(path, 'wx'));
      made.add(name);
      await run('unshare', [`--net=${path}`, 'true'], `make the network namespace ${path}`);
      return path;
    },
    async interfacesIn(name) {
      if (!made.has(name)) return [];
      const words = [`--net=${pathOf(name)}`, 'cat', '/proc/net/dev'];
      const text = await run('nsenter', words, `look into ${pathOf(name)}`);
      const names = text.split('\n').flatMap((line) => /^\s*([^\s:]+):/.exec(line)?.[1] ?? []);
      return names.filter((each) => each !== 'lo');
    },
    async removeInterface(name, interfaceName) {
      const words = [`--net=${pathOf(name)}`, 'ip', 'link', 'delete', interfaceName];
      await run('nsenter', words, `remove ${interfaceName} of ${pathOf(name)}`);
    },
    remove,
    async removeAll() {
      for (const name of [...made]) await remove(name);
    },
  };
}

async function run(program: string, words: readonly string[], what: string): Promise<string> {
  const { exitCode, stdout, stderr, shortMessage } = await execa(program, words, { reject: false });
  if (exitCode === 0) return stdout;
  throw new Error(
    `Cannot ${what}: ${stderr || shortMessage}. Network namespaces take root; give other ones with --netns`,
  );
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folders that the plugins use when nothing says otherwise, `\run\flannel` and `\var\lib\cni`, in the system that Wine
 * runs in: it takes a path that begins with `/` for one of Linux, whatever the current drive. So every default is
 * tried as it is, and the Go flannel, which cannot be told where leases go, is no exception.
 */
const FOLDERS = ['run/flannel', 'var/lib/cni'];

/** Empties the plugins' folders under `root` and writes these files: path with `/` to content. */
export function prepareDrive(root: string, files: Readonly<Record<string, string>>): void {
  for (const folder of FOLDERS) rmSync(join(root, folder), { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** The files in the plugins' folders under `root`: path with `/` to content. */
export function filesOn(root: string): Readonly<Record<string, string>> {
  const paths = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  );
}

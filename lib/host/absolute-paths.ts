import { resolve } from 'node:path';
import type { Files } from './files.ts';

/**
 * The same files with every path made absolute first: under Bun on Windows some functions of node:fs, but not all, refuse
 * a path that is relative to the working directory of the process or of a drive (EBADFD).
 */
export function withAbsolutePaths(files: Files): Files {
  return {
    read: (path) => files.read(resolve(path)),
    list: (folder) => files.list(resolve(folder)),
    create: (path, text) => files.create(resolve(path), text),
    replace: (path, text) => files.replace(resolve(path), text),
    replaceUnflushed: (path, text) => files.replaceUnflushed(resolve(path), text),
    replaceHint: (path, text) => files.replaceHint(resolve(path), text),
    remove: (path) => files.remove(resolve(path)),
    makeFolder: (path, mode) => files.makeFolder(resolve(path), mode),
    identity: (path) => files.identity(resolve(path)),
    exists: (path) => files.exists(resolve(path)),
    overwrite: (path, pieces) => files.overwrite(resolve(path), pieces),
    times: (folder) => files.times(resolve(folder)),
    mark: (folder) => files.mark(resolve(folder)),
    bootMark: () => files.bootMark(),
  };
}

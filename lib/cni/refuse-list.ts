import { CniError, CniErrorCode } from './error.ts';
import type { JsonObject } from './json.ts';

/**
 * Refuses a network configuration list (specification section 1), which is for runtimes: they give a plugin its own object. An
 * operator who calls a plugin by hand has the list's file before him. Of its keys a plugin would see `name` alone, and DEL,
 * with no `ipam` to ask, would leave the addresses leased and succeed.
 *
 * A runtime's object always has a `type`, which no list has, so that a key `plugins` of somebody's own is no matter.
 *
 * @throws {CniError} Code 7 that says what to write instead.
 */
export function refuseList({ type, plugins }: JsonObject): void {
  if (type !== undefined || !Array.isArray(plugins)) return;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: 'Cannot use a list of plugins as the configuration of one plugin',
    details:
      'The configuration has "plugins" and no "type": it is a list, which container runtimes read. Give the plugin its ' +
      'object in "plugins", with the "name" and "cniVersion" of the list',
  });
}

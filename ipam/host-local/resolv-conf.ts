import type { Dns } from '../../lib/cni/result.ts';
import type { Host } from '../../lib/host/host.ts';
import { type HostLocalConfig, invalidConfiguration } from './config.ts';
import { orIoFailure } from './io-failure.ts';

/**
 * Reads DNS settings in the form of resolv.conf(5). Lines with fewer than two words, with other keywords, and comments
 * (`#`, `;`) say nothing; keywords are in lower case. Server addresses are taken as they are.
 */
export function parseResolvConf(text: string): Dns {
  const nameservers: string[] = [];
  const search: string[] = [];
  const options: string[] = [];
  let domain: string | undefined;
  for (const line of text.split('\n')) {
    const [keyword = '', first, ...others] = line.trim().split(/\s+/);
    if (first === undefined) continue; // a comment's first word is no keyword
    if (keyword === 'nameserver') nameservers.push(first);
    else if (keyword === 'domain') domain = first;
    else if (keyword === 'search') search.push(first, ...others);
    else if (keyword === 'options') options.push(first, ...others);
  }
  return {
    ...(nameservers.length > 0 && { nameservers }),
    ...(domain !== undefined && { domain }),
    ...(search.length > 0 && { search }),
    ...(options.length > 0 && { options }),
  };
}

/**
 * Reads the file that `ipam.resolvConf` names, if it names one.
 *
 * @throws {CniError} Code 7 when there is no such file, code 5 when it cannot be read.
 */
export function readResolvConf({ ipam }: HostLocalConfig, { files }: Pick<Host, 'files'>): Dns | undefined {
  const path = ipam?.resolvConf || undefined;
  if (path === undefined) return undefined;
  const text = path.includes('\0')
    ? undefined
    : orIoFailure(`Cannot read ${path}, which "ipam.resolvConf" names`, () => files.read(path));
  if (text !== undefined) return parseResolvConf(text);
  throw invalidConfiguration(
    `"ipam.resolvConf" is ${JSON.stringify(path)}, and there is no such file`,
    'Name an existing file in the form of resolv.conf, or leave the key out',
  );
}

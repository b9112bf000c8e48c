import type { ErrorDocument } from './error.ts';
import { isJsonObject, type JsonValue } from './json.ts';
import type { AnyResult, Dns, Route } from './result.ts';

/**
 * Prints a result byte for byte as the Go library does: four spaces, no trailing newline, empty members left out, keys
 * sorted in 1.x and in the order of their declaration before.
 */
export function printResult(result: AnyResult): string {
  switch (result.cniVersion) {
    case '0.1.0':
    case '0.2.0':
      return printJson(
        present({
          cniVersion: result.cniVersion,
          ip4: result.ip4 && family(result.ip4),
          ip6: result.ip6 && family(result.ip6),
          dns: dns(result.dns),
        }),
      );
    case '0.3.0':
    case '0.3.1':
    case '0.4.0':
      return printJson(
        present({
          cniVersion: result.cniVersion,
          interfaces: (result.interfaces ?? []).map(({ name, mac, sandbox }) => ({
            name,
            ...filled({ mac, sandbox }),
          })),
          ips: (result.ips ?? []).map(({ version, interface: index, address, gateway }) =>
            present({ version, interface: index, address, ...filled({ gateway }) }),
          ),
          routes: (result.routes ?? []).map(route),
          dns: dns(result.dns),
        }),
      );
    default:
      return printJson(sorted(currentDocument(result)));
  }
}

/** Prints an error object; keys in the order of their declaration. */
export function printError(error: ErrorDocument): string {
  return printJson({ ...error });
}

/** JSON as Go's encoder writes it: `<`, `>`, `&`, U+2028 and U+2029 escaped, indented by four spaces unless `compact`. */
export function printJson(value: JsonValue, layout: 'indented' | 'compact' = 'indented'): string {
  const text = JSON.stringify(value, undefined, layout === 'indented' ? 4 : undefined);
  return text.replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The value with the keys of every object in it sorted, as Go prints what went through a generic map. */
export function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

function currentDocument({
  cniVersion,
  interfaces,
  ips,
  routes,
  dns: settings,
}: AnyResult & { cniVersion: '1.0.0' | '1.1.0' }): JsonValue {
  const names = dns(settings ?? {});
  return present({
    cniVersion,
    interfaces: (interfaces ?? []).map(({ name, ...rest }) => ({ name, ...filled(rest) })),
    ips: (ips ?? []).map(({ address, gateway, interface: index }) =>
      present({ address, ...filled({ gateway }), interface: index }),
    ),
    routes: (routes ?? []).map(route),
    dns: Object.keys(names).length > 0 ? names : undefined,
  });
}

type Members = { readonly [key: string]: JsonValue | undefined };

function family({ ip, gateway, routes }: { ip: string; gateway?: string; routes?: readonly Route[] }) {
  return present({ ip, ...filled({ gateway }), routes: (routes ?? []).map(route) });
}

/** `table` and `scope` are optional numbers: an explicit 0 is printed. */
function route({ dst, gw, mtu, advmss, priority, table, scope }: Route) {
  return present({ dst, ...filled({ gw, mtu, advmss, priority }), table, scope });
}

function dns({ nameservers = [], domain, search = [], options = [] }: Dns) {
  return present({ nameservers, ...filled({ domain }), search, options });
}

/** Leaves out absent members and empty arrays. */
function present(members: Members): { [key: string]: JsonValue } {
  const kept = Object.entries(members).filter(
    (entry): entry is [string, JsonValue] =>
      entry[1] !== undefined && !(Array.isArray(entry[1]) && entry[1].length === 0),
  );
  return Object.fromEntries(kept);
}

/** Leaves out absent members, `""` and 0 as well. */
function filled(members: Members): { [key: string]: JsonValue } {
  return present(
    Object.fromEntries(Object.entries(members).filter(([, value]) => value !== '' && value !== 0)),
  );
}

/** The default query of HCN: schema 2, everything there is. */
export const DEFAULT_QUERY = JSON.stringify({ SchemaVersion: { Major: 2, Minor: 0 } });

/**
 * Keys HNS filters by. They are version 1 member names, so the network of an endpoint is `VirtualNetwork`
 * (hcsshim, hcn/hcnendpoint.go ListEndpointsOfNetwork).
 */
export type Filter =
  | { readonly Name: string }
  | { readonly ID: string }
  | { readonly VirtualNetwork: string };

/** A query document with a filter, which HCN wants as JSON text inside the JSON. */
export function filteredQuery(filter: Filter): string {
  return JSON.stringify({ SchemaVersion: { Major: 2, Minor: 0 }, Filter: JSON.stringify(filter) });
}

import type { JsonObject } from '../../lib/cni/json.ts';
import type { EndpointDocument } from '../simulated-hns/documents.ts';

const WIDTH = 100;
const LABEL = 10;

/** Prints a heading across the page. */
export function heading(text: string): void {
  console.log(`\n${`━━ ${text} `.padEnd(WIDTH, '━')}`);
}

/** Prints the command as it could be typed, how long it took and how it ended. */
export function command(words: string, milliseconds: number, outcome: string): void {
  console.log(`\n$ ${words}`);
  labelled('', [`${outcome} after ${milliseconds.toFixed(0)} ms`]);
}

/** Prints lines beside a label; `none` when there are none. */
export function labelled(label: string, lines: readonly string[]): void {
  const all = lines.flatMap((line) => wrapped(line, WIDTH - LABEL - 2));
  (all.length > 0 ? all : ['none']).forEach((line, index) => {
    console.log(`  ${(index === 0 ? label : '').padEnd(LABEL)}${line}`);
  });
}

/** A JSON object with one line a key. */
export function keyLines(object: JsonObject): readonly string[] {
  return Object.entries(object).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
}

/** What one endpoint is, in a line or two. */
export function endpointLines(endpoint: EndpointDocument): readonly string[] {
  const addresses = endpoint.IpConfigurations.map(
    ({ IpAddress, PrefixLength }) => `${IpAddress}/${PrefixLength}`,
  );
  const attached = /^[0-]+$/.test(endpoint.HostComputeNamespace)
    ? 'not attached'
    : `in namespace ${endpoint.HostComputeNamespace}`;
  const policies = endpoint.Policies.map(({ Type }) => Type).join(', ');
  return [
    `${endpoint.Name}  ${addresses.join(' ')}  ${endpoint.MacAddress}`,
    `  ${attached}${policies === '' ? '' : `, policies ${policies}`}`,
  ];
}

function wrapped(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (let rest = line; rest !== ''; ) {
    // After a comma if there is one, so that JSON stays readable
    const comma = rest.length > width ? rest.lastIndexOf(',', width - 1) : -1;
    const end = rest.length <= width ? rest.length : comma > width / 2 ? comma + 1 : width;
    lines.push(`${lines.length > 0 ? '  ' : ''}${rest.slice(0, end)}`);
    rest = rest.slice(end);
  }
  return lines;
}

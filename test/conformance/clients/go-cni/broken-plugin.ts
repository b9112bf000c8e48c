import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientNode } from '../client-node.ts';

/** What is done to the result of ADD, as JavaScript with the result as `r`, and what go-cni's walk has to see of it. */
export interface Breakage {
  readonly what: string;
  readonly change: string;
  readonly sees: string;
}

/** Results that a plugin could give by mistake. */
export const BREAKAGES: readonly Breakage[] = [
  {
    what: 'the address names no interface',
    change: 'delete r.ips[0].interface',
    sees: 'address 10.244.1.2 names no interface',
  },
  {
    what: 'the interface has the name of the endpoint',
    change: 'r.interfaces[0].name = "pod-1_vxlan0"',
    sees: 'eth0 has []',
  },
  {
    what: 'the address belongs to an interface of the node',
    change: 'r.interfaces.push({ name: "vEthernet" }); r.ips[0].interface = 1',
    sees: 'eth0 has [fd00:10:244:1::2]',
  },
  {
    what: 'the index of the interface counts from one',
    change: 'r.ips[0].interface = 1',
    sees: 'go-cni panics: runtime error: index out of range [1] with length 1',
  },
  {
    what: 'the index of the interface is far out of range',
    change: 'r.ips[0].interface = 7',
    sees: 'interface number 7 is > number of interfaces 1',
  },
  {
    what: 'the second family is missing',
    change: 'r.ips.pop()',
    sees: 'eth0 has [10.244.1.2]',
  },
  {
    what: 'there is another address than HNS has',
    change: 'r.ips[0].address = "10.244.1.9/24"',
    sees: 'eth0 has [10.244.1.9, fd00:10:244:1::2]',
  },
  {
    what: 'the sandbox is missing',
    change: 'delete r.interfaces[0].sandbox',
    sees: 'eth0 is in sandbox ""',
  },
  {
    what: 'the MAC address is missing',
    change: 'delete r.interfaces[0].mac',
    sees: 'eth0 has no MAC address',
  },
  {
    what: 'the DNS configuration is dropped',
    change: 'delete r.dns',
    sees: 'DNS []',
  },
  {
    what: 'there is no result at all',
    change: 'r = ""',
    sees: 'unexpected end of JSON input',
  },
];

/**
 * Puts a flannel before the node's own that calls it and then breaks the result of ADD.
 *
 * @returns The folder it is in.
 */
export function installBroken({ change }: Breakage, { folder, plugins }: ClientNode): string {
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  const script = `#!${process.execPath}
const { spawnSync } = require('node:child_process');
const { status, stdout } = spawnSync(${JSON.stringify(join(plugins, 'flannel'))}, {
  stdio: ['inherit', 'pipe', 'inherit'],
  encoding: 'utf8',
  env: { ...process.env, CNI_PATH: ${JSON.stringify(plugins)} },
});
let r = stdout;
if (process.env.CNI_COMMAND === 'ADD' && status === 0) {
  r = JSON.parse(stdout);
  ${change};
}
process.stdout.write(typeof r === 'string' ? r : JSON.stringify(r));
process.exitCode = status;
`;
  writeFileSync(join(broken, 'flannel'), script, { mode: 0o755 });
  return broken;
}

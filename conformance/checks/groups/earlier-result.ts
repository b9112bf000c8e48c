import type { JsonObject } from '../../../lib/cni/json.ts';
import type { TestAttachment } from '../bench/container.ts';
import { objectsIn } from './result-parts.ts';

/**
 * A `prevResult` as another plugin would have left it: for a chained plugin what it is given anyway, and another
 * interface with an address and a route. The addresses are of networks for documentation (RFC 5737), which no pod has.
 */
export function earlierResult({ prevResult, netns }: TestAttachment, cniVersion: string): JsonObject {
  const before: JsonObject = prevResult ?? { cniVersion };
  return withOtherInterface(before, netns);
}

/** A result with an interface more, as a plugin that comes later in the chain would add it. */
export function withOtherInterface(result: JsonObject, netns: string): JsonObject {
  const interfaces = objectsIn(result.interfaces);
  const family = /^0\./.test(String(result.cniVersion)) ? { version: '4' } : {};
  const address = { ...family, address: '198.51.100.7/24', interface: interfaces.length };
  return {
    ...result,
    interfaces: [...interfaces, { name: 'conformance1', mac: '02:00:00:00:00:07', sandbox: netns }],
    ips: [...objectsIn(result.ips), address],
    routes: [...objectsIn(result.routes), { dst: '203.0.113.0/24', gw: '198.51.100.1' }],
  };
}

import type { Guid } from '../guid.ts';

/**
 * A random GUID (RFC 9562 version 4) for an object that is about to be created. It names, it does not protect: nothing
 * is gained by guessing it, so it is not worth the five milliseconds that loading node:crypto costs.
 */
export function newGuid(random: () => number = Math.random): Guid {
  let text = '';
  for (const place of 'xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx') {
    if (place === 'x') text += Math.floor(random() * 16).toString(16);
    else if (place === 'v') text += Math.floor(8 + random() * 4).toString(16);
    else text += place;
  }
  return text as Guid;
}

import type { Guid } from '../guid.ts';

/**
 * A random GUID (RFC 9562 version 4) for an object that is about to be created. It names, it does not protect: nothing
 * is gained by guessing it, so it is not worth the five milliseconds that loading node:crypto costs.
 */
export function newGuid(random: () => number = Math.random): Guid {
  const digits = 'xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx'.replace(/[xv]/g, (place) =>
    Math.floor(place === 'v' ? 8 + random() * 4 : random() * 16).toString(16),
  );
  return digits as Guid;
}

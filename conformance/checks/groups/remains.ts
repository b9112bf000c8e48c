import type { Bench } from '../bench/bench.ts';
import type { Container } from '../bench/container.ts';
import { must } from '../bench/expect.ts';

/**
 * Holds a plugin to having left nothing of a container, as far as the suite can look.
 *
 * @param after What should have removed it.
 */
export async function mustBeGone(
  bench: Bench,
  container: Pick<Container, 'containerId'>,
  after: string,
): Promise<void> {
  const left = await bench.traces(container);
  must(
    left.length === 0,
    `nothing on the node that names container ${container.containerId} after ${after}`,
    () => `there still is ${left.map(({ shown }) => shown).join(', ')}`,
  );
}

/** Names what there is of a container, in an order that is always the same. */
export async function shownTraces(
  bench: Bench,
  container: Pick<Container, 'containerId'>,
): Promise<readonly string[]> {
  const traces = await bench.traces(container);
  return traces.map(({ shown }) => shown).sort();
}

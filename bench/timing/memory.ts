import { readdirSync, readFileSync } from 'node:fs';

/** The moment at which programs together held most memory. */
export interface Peak {
  /** The sum of their PSS: what is shared counts once, divided among those that share it. */
  readonly bytes: number;
  /** How many there were at that moment. */
  readonly processes: number;
}

/** Looks on until it is stopped. */
export interface MemoryWatch {
  stop(): Promise<void>;
  /** The highest so far. */
  peak(): Peak;
}

const PAUSE_MS = 10;

/**
 * Watches the memory of all processes whose command line matches, from now on, on Linux. Looking takes the time of a
 * processor: what is timed meanwhile is slower.
 */
export function watchMemory(commandLine: RegExp): MemoryWatch {
  let peak: Peak = { bytes: 0, processes: 0 };
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const seen = look(commandLine);
      if (seen.bytes > peak.bytes) peak = seen;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
    },
    peak: () => peak,
  };
}

function look(commandLine: RegExp): Peak {
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine.test(orEmpty(`/proc/${name}/cmdline`)))
    .map((name) => /^Pss:\s+(\d+) kB$/m.exec(orEmpty(`/proc/${name}/smaps_rollup`))?.[1])
    .filter((kilobytes) => kilobytes !== undefined);
  return {
    bytes: sizes.reduce((sum, kilobytes) => sum + Number(kilobytes) * 1024, 0),
    processes: sizes.length,
  };
}

/** A process may end between two looks at it. */
function orEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

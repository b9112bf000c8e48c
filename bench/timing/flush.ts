import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { quantile } from './spread.ts';

/** The median milliseconds it takes to flush a small new file in `folder`: what each lease costs whatever the program. */
export function flushTime(folder: string): number {
  const path = join(folder, 'flush');
  const times = Array.from({ length: 20 }, () => {
    const file = openSync(path, 'w');
    try {
      writeSync(file, 'text');
      const start = performance.now();
      fsyncSync(file);
      return performance.now() - start;
    } finally {
      closeSync(file);
      rmSync(path);
    }
  });
  return quantile(times, 0.5);
}

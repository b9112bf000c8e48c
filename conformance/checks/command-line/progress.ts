import type { Check } from '../check.ts';

/** A line on a terminal that says what is being done; nothing anywhere else. */
export interface Progress {
  show(check: Check, number: number, count: number): void;
  /** Removes the line. */
  end(): void;
}

/** @param stream Standard error: reports go to standard output. */
export function progressOn(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write' | 'columns'>): Progress {
  if (!stream.isTTY) return { show() {}, end() {} };
  const CLEAR_LINE = '\r\u001b[2K';
  return {
    show({ group, id }, number, count) {
      const line = `${number} of ${count}  ${group}: ${id}`;
      stream.write(`${CLEAR_LINE}${line.slice(0, Math.max(0, (stream.columns || 80) - 1))}`);
    },
    end: () => void stream.write(CLEAR_LINE),
  };
}

import type { Spread } from '../timing/spread.ts';

/** What stands where nothing was measured. */
export const NOTHING = '–';

/** Milliseconds with as many digits as mean something: `9.5`, `26`, `1,180`. */
export function milliseconds(value: number): string {
  const digits = value < 20 ? 1 : 0;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The median, and between which values four fifths of the runs lie: `26 (24–31)`. */
export function spreadText(spread: Spread | undefined): string {
  if (spread === undefined) return NOTHING;
  const { median, low, high } = spread;
  return `${milliseconds(median)} (${milliseconds(low)}–${milliseconds(high)})`;
}

/** A ratio of two times: `0.62`, `49`. */
export function ratioText(ratio: number | undefined): string {
  if (ratio === undefined) return NOTHING;
  return ratio.toFixed(ratio < 10 ? 2 : 0);
}

/** `113.0`: millions of bytes. */
export function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

/** A table of Markdown; columns of numbers are told to the right. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = heading.map(
    (_, column) =>
      column > 0 && rows.every((row) => /^(?:[\d.,]+(?: \([\d.,–]+\))?|–)?$/.test(row[column] ?? '')),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(isNumber.map((right) => (right ? '--:' : '---'))), ...rows.map(line)].join(
    '\n',
  );
}

/** Lays out rows under a heading: the first columns of text to the left, columns of numbers to the right. */
export function tableOf(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, column) =>
    Math.max(...[heading, ...rows].map((row) => (row[column] ?? '').length), title.length),
  );
  const isNumber = heading.map((_, column) => rows.every((row) => /^[\d,. ]+$/.test(row[column] ?? '')));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [heading, ...rows].map(line).join('\n');
}

/** A whole number with its thousands apart: `126,700,416`. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

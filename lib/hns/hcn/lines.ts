/** Cuts a stream of text into lines: each call takes the next piece and gives the lines it completed. */
export function lineSplitter(): (piece: string) => readonly string[] {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    return lines;
  };
}

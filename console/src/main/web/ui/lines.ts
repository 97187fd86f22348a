const MAX_LINE = 400;

/** The lines of a text; a long one is cut into several, so that it can be drawn. */
export function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    if (line.length <= MAX_LINE) {
      return [line];
    }
    const pieces = [];
    for (let start = 0; start < line.length; start += MAX_LINE) {
      pieces.push(line.slice(start, start + MAX_LINE));
    }
    return pieces;
  });
}

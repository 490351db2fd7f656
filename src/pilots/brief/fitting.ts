/** A line of the page holds about so many characters. */
const LINE = 118;

/** The first sentences that fit on so many lines. */
export function fitting(sentences: readonly string[], lines: number): string[] {
  const told: string[] = [];
  let used = 0;
  for (const sentence of sentences) {
    used += Math.ceil(sentence.length / LINE);
    if (used > lines) break;
    told.push(sentence);
  }
  return told;
}

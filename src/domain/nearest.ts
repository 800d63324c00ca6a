/** The word most like `typed`, at most two slips away (a letter too many, too few or wrong); null when none is. */
export function nearest(typed: string, words: readonly string[]): string | null {
  const [best] = words
    .map((word) => ({ word, slips: slips(typed.toLowerCase(), word) }))
    .filter((each) => each.slips <= 2 && each.slips < each.word.length)
    .sort((one, other) => one.slips - other.slips);
  return best?.word ?? null;
}

/** Levenshtein's distance. */
function slips(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, target] of [...other].entries()) {
      const replaced = (row[j] ?? 0) + (letter === target ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

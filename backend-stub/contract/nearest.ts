/** The known word that was probably meant, or undefined when none is near: one or two slips, whatever the case. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 40) return undefined;
  const allowed = word.length < 5 ? 1 : 2;
  let best: { readonly word: string; readonly slips: number } | undefined;
  for (const candidate of known) {
    const found = slips(word.toLowerCase(), candidate.toLowerCase());
    if (found <= allowed && found < (best?.slips ?? Infinity)) best = { word: candidate, slips: found };
  }
  return best?.word;
}

/** Levenshtein distance, one row at a time. */
function slips(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...left].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

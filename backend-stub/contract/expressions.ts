/**
 * Orca evaluates every `${…}` it finds in a stage, again before each task, and in every answer it stores (measured: a
 * progress text `${1+1}` came back as `2`). So what must reach the cluster unread, and what we answer, holds none.
 */
const marker = '${';

export function holdsExpression(text: string): boolean {
  return text.includes(marker);
}

/** The expressions left in a text, cut short for a sentence: at most `most`, each at most 40 characters. */
export function expressionsIn(text: string, most = 3): readonly string[] {
  const found = text.match(/\$\{[^}\n]{0,37}\}?/g) ?? [];
  return [...new Set(found)].slice(0, most);
}

/** Lossless: one backslash is put between `$` and `{`, however many stand there already. */
export function encodeLiteral(text: string): string {
  return text.replace(/\$(\\*)\{/g, '$\\$1{');
}

/** The inverse of {@link encodeLiteral}; the result may hold `${` and must not go back to Orca. */
export function decodeLiteral(text: string): string {
  return text.replace(/\$\\(\\*)\{/g, '$$$1{');
}

/** For text that people read in Orca and Deck: a zero-width space keeps the look and takes the meaning away. */
export function neutralise(text: string): string {
  return text.replaceAll(marker, '$\u200b{');
}

/** Neutralises every string inside a JSON value, keys included. */
export function neutraliseAll(value: unknown): unknown {
  if (typeof value === 'string') return neutralise(value);
  if (Array.isArray(value)) return value.map(neutraliseAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [neutralise(key), neutraliseAll(inner)]));
}

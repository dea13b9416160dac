/** A stage's `deployment` is six levels deep. What compares bodies is recursive, so this bounds it. */
export const nestingLimit = 100;
/** A manifest is one text, and a stage has at most some hundred values beside it. */
export const valueLimit = 100_000;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const opening: ReadonlySet<number | undefined> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number | undefined> = new Set([0x5d, 0x7d]);

/** What is wrong with the shape of a JSON text, seen on its signs alone, before anything is made of it. */
export function shapeProblem(json: Uint8Array): string | undefined {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === quote) at = endOfText(json, at);
    else if (opening.has(sign)) depth++;
    else if (closing.has(sign)) depth--;
    if (sign === comma || opening.has(sign)) values++;
    if (depth > nestingLimit) return `it is nested more than ${nestingLimit} levels deep`;
    if (values > valueLimit) return `it holds more than ${valueLimit} values`;
  }
  return undefined;
}

/** Of the quote that ends it, or of the last byte where none does: the parser then says so. */
function endOfText(json: Uint8Array, begin: number): number {
  let at = begin + 1;
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at;
}

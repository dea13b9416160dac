import { UnsupportedExpression } from './expression-path.ts';

export type TemplatePart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'expression'; readonly text: string };

/** Splits `a ${b} c`; the text of an expression part is trimmed and has no `${}`. */
export function templateParts(source: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let open = source.indexOf('${'); open >= 0; open = source.indexOf('${', at)) {
    if (open > at) parts.push({ kind: 'text', text: source.slice(at, open) });
    const close = closingBrace(source, open + 2);
    parts.push({ kind: 'expression', text: source.slice(open + 2, close).trim() });
    at = close + 1;
  }
  if (at < source.length) parts.push({ kind: 'text', text: source.slice(at) });
  return parts;
}

function closingBrace(source: string, from: number): number {
  let quote = '';
  for (let at = from; at < source.length; at += 1) {
    const letter = source.charAt(at);
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === "'" || letter === '"') quote = letter;
    else if (letter === '}') return at;
    else if (letter === '{') break;
  }
  throw new UnsupportedExpression(source.slice(from - 2, from + 60));
}

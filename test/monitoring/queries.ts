/** `metric{label="value"}` in a PromQL query. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

export interface Matcher {
  readonly label: string;
  /** What it may be equal to; of a regular expression each alternative, as it is written. */
  readonly values: readonly string[];
}

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'offset', 'bool']);
const grouping = /\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;

/** What a query reads. Enough PromQL for ours: every word that is no function, keyword, label or duration is a metric. */
export function selectorsOf(query: string): readonly Selector[] {
  const bare = query
    .replace(/\[[^\]]*\]/g, '')
    .replace(grouping, '')
    .replace(/"[^"]*"/g, (text) => text.replaceAll('}', ' '));
  return [...bare.matchAll(/(?<![\w."|$:/~=])([a-zA-Z_]\w*)\b(?!\s*\()(?:\{([^}]*)\})?/g)]
    .filter(([, word = '']) => !keywords.has(word))
    .filter(({ index }) => !isInBraces(bare, index))
    .map(([, metric = '', matchers = '']) => ({ metric, matchers: matchersOf(matchers) }));
}

/** The labels that are left in what a query gives; undefined when it groups by none. */
export function groupedBy(query: string): readonly string[] {
  const found = [...query.matchAll(grouping)].map(([, labels = '']) => labels.split(','));
  return [...new Set(found.flat().map((label) => label.trim()))].filter((label) => label !== '');
}

function matchersOf(text: string): readonly Matcher[] {
  return [...text.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(([, label = '', operator = '', value = '']) => ({
    label,
    values: operator.includes('~') ? value.split('|') : [value],
  }));
}

function isInBraces(text: string, index: number): boolean {
  const before = text.slice(0, index);
  return before.lastIndexOf('{') > before.lastIndexOf('}');
}

/**
 * Spring reads `${…}` in its files before Orca does, and takes what follows a colon for a default value: of
 * `${ foo ? 'a' : 'b' }` Orca would see ` 'b' `. Older Spinnakers have no way to write such a thing down, so no value may hold it.
 */
export function placeholderProblem(text: string): string | undefined {
  for (const { 0: found, index } of text.matchAll(/\$\{/g)) {
    const inside = text.slice(index + found.length);
    const end = inside.indexOf('}');
    if (end < 0) return `holds \${ without an end: ${text}`;
    const expression = inside.slice(0, end);
    if (expression.includes(':'))
      return `holds a colon in \${${expression}}, of which Spring would leave what follows it`;
    if (expression.includes('{')) return `holds a brace in \${${expression}}, which Spring would end at the first one`;
  }
  return undefined;
}

/** Of every text in a tree, each with the path of its key. */
export function placeholderProblems(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'string') {
    const problem = placeholderProblem(value);
    return problem === undefined ? [] : [`${path} ${problem}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  const inner = path === '' ? '' : `${path}.`;
  return Object.entries(value).flatMap(([key, item]) => [
    ...placeholderProblems(key, `${inner}${key} (the key)`),
    ...placeholderProblems(item, `${inner}${key}`),
  ]);
}

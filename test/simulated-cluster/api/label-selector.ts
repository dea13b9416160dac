import { badRequest } from './refusals.ts';

export type LabelMatcher = (labels: Readonly<Record<string, string>> | undefined) => boolean;

const forms: readonly (readonly [RegExp, (parts: readonly string[]) => LabelMatcher])[] = [
  [
    /^([^\s!=]+)\s*==?\s*([^\s=]*)$/,
    ([key = '', value]) =>
      (labels) =>
        labels?.[key] === value,
  ],
  [
    /^([^\s!=]+)\s*!=\s*([^\s=]*)$/,
    ([key = '', value]) =>
      (labels) =>
        labels?.[key] !== value,
  ],
  [/^(\S+)\s+in\s+\(([^)]*)\)$/, ([key = '', values = '']) => isIn(key, values, true)],
  [/^(\S+)\s+notin\s+\(([^)]*)\)$/, ([key = '', values = '']) => isIn(key, values, false)],
  [
    /^!\s*([^\s=]+)$/,
    ([key = '']) =>
      (labels) =>
        labels?.[key] === undefined,
  ],
  [
    /^([^\s=!]+)$/,
    ([key = '']) =>
      (labels) =>
        labels?.[key] !== undefined,
  ],
];

function isIn(key: string, values: string, wanted: boolean): LabelMatcher {
  const known = new Set(values.split(',').map((value) => value.trim()));
  return (labels) => {
    const value = labels?.[key];
    return (value !== undefined && known.has(value)) === wanted;
  };
}

/** A selector as a query has it: `a=b,c!=d,e in (f,g),!h`. Throws a 400. */
export function labelMatcher(selector: string): LabelMatcher {
  // Commas inside parentheses belong to a list of values.
  const requirements = selector.split(/,(?![^(]*\))/).map((requirement) => requirement.trim());
  const matchers = requirements.filter((requirement) => requirement !== '').map(matcherOf);
  return (labels) => matchers.every((matches) => matches(labels));
}

function matcherOf(requirement: string): LabelMatcher {
  for (const [form, make] of forms) {
    const [whole, ...parts] = form.exec(requirement) ?? [];
    if (whole !== undefined) return make(parts);
  }
  throw badRequest(`unable to parse requirement: ${requirement}`);
}

/** What an apply does to an object of the cluster. */
export const verdicts = ['create', 'change', 'replace', 'unchanged'] as const;
export type Verdict = (typeof verdicts)[number];

/** An object before and after, as people read it. No value of a Secret is in it. */
export interface ObjectChange {
  /** `replace`: the configuration goes on under another name, and pods of the stable version keep the old one. */
  readonly verdict: Verdict;
  /** Of `replace`: the name of the object that it takes the place of. */
  readonly replaces?: string;
  /** Empty where nothing changes. */
  readonly diff: readonly DiffPart[];
}

/**
 * Lines of YAML, in order: those `unchanged` and `removed` are the object before, those `unchanged` and `added` the object
 * after. `folded` stands for so many unchanged lines; what follows them is inside the field `within`, if in any.
 */
export type DiffPart =
  | { readonly kind: 'unchanged' | 'removed' | 'added'; readonly lines: readonly string[] }
  | { readonly kind: 'folded'; readonly count: number; readonly within?: string };

export type WholePart = Exclude<DiffPart, { readonly kind: 'folded' }>;

/** What came of looking at something. */
export type Look<Seen> =
  | { readonly kind: 'seen'; readonly seen: Seen }
  /** Asked, and no answer came; `why` has no full stop. */
  | { readonly kind: 'unanswered'; readonly why: string }
  /** Nobody was asked: what would be needed is not given. A sentence that says what to give. */
  | { readonly kind: 'unasked'; readonly why: string };

/** An answer of any status, unread. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly contentType?: string;
}

/** Undefined where it is no JSON. */
export function jsonIn({ text }: HttpAnswer): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

export function seen<Seen>(what: Seen): Look<Seen> {
  return { kind: 'seen', seen: what };
}

export function unasked(why: string): Look<never> {
  return { kind: 'unasked', why };
}

/** A stage's `deployment` is six levels deep. What compares bodies is recursive, so this bounds it. */
export const nestingLimit = 100;

/** Without recursion, and no further than the limit. */
export function isNestedTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > nestingLimit) return true;
    level = level.flatMap((item): readonly unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
  return false;
}

/** Why there is no playground, in a sentence that says what to do. */
export class CannotStart extends Error {
  override name = 'CannotStart' as const;
}

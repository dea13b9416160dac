/** A secret could not be read, or is empty. One sentence, in which where it lies stands, and nothing of what it holds. */
export class SecretUnavailable extends Error {
  override readonly name = 'SecretUnavailable' as const;

  constructor(where: string, why: string) {
    super(`${where} can not be used: ${why}.`);
  }
}

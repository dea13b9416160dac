/** The issuer's keys could not be had: nothing is known about the token. Means neither good nor bad; ask again. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable' as const;
}

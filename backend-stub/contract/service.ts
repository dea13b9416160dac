/**
 * The version of this source, `plugin.yaml`'s: a test holds the two equal. Written here and not read, since a bundle has no
 * file beside it; Deck and the service compare theirs.
 */
export const serviceVersion = '0.1.0';

/** Who answers. */
export interface ServiceReport {
  readonly version: string;
}

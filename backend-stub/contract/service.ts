/**
 * The version of this source, `plugin.yaml`'s: a test holds the two equal. Written here and not read, since a bundle has no
 * file beside it; Deck and the service compare theirs.
 */
export const serviceVersion = '0.1.0';

/** What Gate and Deck know the plugin by, `plugin.yaml`'s as well. */
export const pluginId = 'Gennaker.Progressive';

/** Who answers. */
export interface ServiceReport {
  readonly version: string;
}

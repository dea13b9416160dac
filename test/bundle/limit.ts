/** What the bundle may have at most, compressed: docs/adr/0045. In kB of 1,000 bytes, as browsers count what they load. */
export const bundleLimit = 130;

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** sha256 in hex of JSON in one form (RFC 8785): the order of keys does not count. */
export function contentHash(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}

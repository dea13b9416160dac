import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { canonicalText } from './canonical.ts';
import { broken, fieldsOf } from './chain.ts';
import type { Finding, Link } from './chain.ts';

/** That the rows from `first` to `last` of a chain were these when it was signed: the hash of the last covers all before it. */
export interface Statement {
  readonly tenant: string;
  /** From 1, without a gap. */
  readonly segment: number;
  readonly first: number;
  readonly last: number;
  /** Of the row before the first one. */
  readonly previous: string;
  /** Of the last row. */
  readonly hash: string;
  /** ISO 8601 in UTC, by the service's clock. */
  readonly sealedAt: string;
}

export interface SignedSegment {
  /** Canonical JSON of the statement: exactly what was signed. */
  readonly statement: string;
  /** Ed25519, in base64. */
  readonly signature: string;
}

export function signSegment(statement: Statement, key: KeyObject): SignedSegment {
  const text = canonicalText(statement);
  return { statement: text, signature: sign(undefined, Buffer.from(text), key).toString('base64') };
}

/** Of a private or a public key. */
export function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

export type ReadSegment = { readonly kind: 'segment'; readonly statement: Statement } | Finding;

/** Without a key the signature is not looked at. */
export function readSegment({ statement: text, signature }: SignedSegment, key: KeyObject | undefined): ReadSegment {
  const statement = statementOf(text);
  if (statement === undefined) return broken('A segment was changed: what it states can not be read');
  if (key !== undefined && !verify(undefined, Buffer.from(text), key, Buffer.from(signature, 'base64')))
    return broken(`${segmentName(statement)} is not signed by this key: it was changed, or sealed under another one`);
  return { kind: 'segment', statement };
}

export function segmentName({ tenant, segment, first, last }: Statement): string {
  return `Segment ${segment} of tenant ${tenant} (rows ${first} to ${last})`;
}

/** Segments follow on each other like rows. */
export function judgeSegment(statement: Statement, before: Statement | undefined): Finding | undefined {
  const { segment: number, last } = before ?? { segment: 0, last: 0 };
  if (statement.segment !== number + 1) return broken(`Segment ${number + 1} of tenant ${statement.tenant} is missing`);
  if (statement.first !== last + 1) return broken(`${segmentName(statement)} does not begin behind row ${last}`);
  return undefined;
}

/** Whether a row is the one that was signed, where it is the last one of its segment. */
export function judgeSealed(statement: Statement, link: Link): Finding | undefined {
  if (link.sequence !== statement.last || link.hash === statement.hash) return undefined;
  return broken(`${segmentName(statement)} was signed over other rows: some of these were written anew since`);
}

function statementOf(text: string): Statement | undefined {
  const fields = fieldsOf(text);
  if (fields === undefined) return undefined;
  const { tenant, segment, first, last, previous, hash, sealedAt } = fields;
  if (typeof segment !== 'number' || typeof first !== 'number' || typeof last !== 'number') return undefined;
  if (typeof tenant !== 'string' || typeof previous !== 'string') return undefined;
  if (typeof hash !== 'string' || typeof sealedAt !== 'string') return undefined;
  return { tenant, segment, first, last, previous, hash, sealedAt };
}

import canonicalize from 'canonicalize';
import type { AuditEntry } from '../contract/audit.ts';
import { neutralise } from '../contract/expressions.ts';

/** In characters: a refusal may quote every problem of a long stage. */
const mostOfSentence = 4000;
/** Of names, which callers may have made up. */
const mostOfName = 500;

/** The entry as it goes to the database. Texts of people and clusters are cut, and what could be evaluated or not kept is mended. */
export function canonicalEntry(entry: AuditEntry): string {
  const harmless: unknown = JSON.parse(JSON.stringify(entry, (key, value: unknown) => harmlessValue(key, value)));
  return canonicalText(harmless);
}

/** By RFC 8785. Throws `TypeError` for what is no JSON. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('There is no canonical form of what is no JSON.');
  return text;
}

function harmlessValue(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const most = key === 'sentence' ? mostOfSentence : mostOfName;
  const cut = value.length <= most ? value : `${value.slice(0, most - 1)}…`;
  return neutralise(cut.replaceAll('\u0000', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

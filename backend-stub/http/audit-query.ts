import { auditActions, auditKinds } from '../contract/audit.ts';
import type { AuditStretch } from '../audit/ledger.ts';
import type { AuditQuery } from '../contract/audit.ts';
import { defined } from '../contract/defined.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { isRecord } from '../deployment/kubernetes-object.ts';

const keys = ['application', 'deployment', 'actor', 'kind', 'action', 'from', 'to', 'before', 'limit'] as const;
const stretchKeys = ['after', 'from', 'to'] as const;
type Key = (typeof keys | typeof stretchKeys)[number];

const mostOfText = 500;
const mostRecords = 500;

/** Everything that is wrong with it in one sentence, each with its key. */
export function readAuditQuery(query: unknown): AuditQuery | Refusal {
  const problems: string[] = [];
  const texts = readTexts(query, keys, problems);
  const { application = '', deployment, actor, before } = texts;
  if (application.trim() === '') problems.push('application must be given');
  const [kind, action] = [
    word('kind', auditKinds, { texts, problems }),
    word('action', auditActions, { texts, problems }),
  ];
  const [from, to] = [moment('from', texts, problems), moment('to', texts, problems)];
  const limit = readLimit(texts.limit, problems);
  if (problems.length > 0) return wrong('Viewing the audit', problems);
  return { application: application.trim(), ...defined({ deployment, actor, kind, action, from, to, before, limit }) };
}

/** Which part of a chain is exported. */
export function readAuditStretch(query: unknown): Pick<AuditStretch, 'after' | 'from' | 'to'> | Refusal {
  const problems: string[] = [];
  const texts = readTexts(query, stretchKeys, problems);
  const [from, to] = [moment('from', texts, problems), moment('to', texts, problems)];
  const { after = '0' } = texts;
  if (!/^\d{1,15}$/.test(after)) problems.push('after must be the sequence of a record, or 0');
  if (problems.length > 0) return wrong('Exporting the audit', problems);
  return { after: Number(after), ...defined({ from, to }) };
}

function wrong(what: string, problems: readonly string[]): Refusal {
  return refuse('bad-input', { what, why: problems.join('; '), remedy: 'Correct the address' });
}

function readTexts(query: unknown, keys: readonly Key[], problems: string[]): Partial<Record<Key, string>> {
  const texts: Partial<Record<Key, string>> = {};
  for (const [name, value] of Object.entries(isRecord(query) ? query : {})) {
    const key = keys.find((known) => known === name);
    if (key === undefined) problems.push(`${name.slice(0, 100)} is not known; here stand ${keys.join(', ')}`);
    else if (typeof value !== 'string') problems.push(`${key} must be given once`);
    else if (value.length > mostOfText || value.includes('\u0000')) problems.push(`${key} is no such text`);
    else texts[key] = value;
  }
  return texts;
}

function word<W extends string>(
  key: Key,
  words: readonly W[],
  { texts, problems }: { readonly texts: Partial<Record<Key, string>>; readonly problems: string[] },
): W | undefined {
  const text = texts[key];
  const found = words.find((known) => known === text);
  if (text !== undefined && found === undefined) problems.push(`${key} must be one of ${words.join(', ')}`);
  return found;
}

/** A date alone is its first moment, in UTC. */
const iso8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

function moment(key: 'from' | 'to', texts: Partial<Record<Key, string>>, problems: string[]): string | undefined {
  const text = texts[key];
  if (text === undefined) return undefined;
  const milliseconds = iso8601.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return new Date(milliseconds).toISOString();
  problems.push(`${key} must be a moment by ISO 8601, like 2026-01-31T12:00:00Z`);
  return undefined;
}

function readLimit(text: string | undefined, problems: string[]): number | undefined {
  if (text === undefined) return undefined;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= mostRecords) return limit;
  problems.push(`limit must be a whole number from 1 to ${mostRecords}`);
  return undefined;
}

import type { AuditLine } from '../service/audit-lines.ts';

const columns: readonly (readonly [heading: string, of: (line: AuditLine) => string | number | undefined])[] = [
  ['sequence', ({ sequence }) => sequence],
  ['time (UTC)', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['action', ({ action }) => action],
  ['who', ({ actor }) => actor.name],
  ['subject of the token', ({ actor }) => actor.subject],
  ['roles', ({ actor }) => actor.roles?.join(' ')],
  ['administrator', ({ actor }) => (actor.admin === true ? 'yes' : undefined)],
  ['through', ({ actor }) => actor.through],
  ['application', ({ application }) => application],
  ['account', ({ account }) => account],
  ['deployment', ({ deployment }) => deployment],
  ['execution', ({ execution }) => execution],
  ['stage', ({ stage }) => stage],
  ['step (from 0)', ({ step }) => step],
  ['sentence', ({ sentence }) => sentence],
  ['reason', ({ reason }) => reason],
  ['result', ({ result }) => result],
  ['times repeated', ({ times }) => times],
  ['seen', ({ seen }) => (seen === undefined ? undefined : JSON.stringify(seen))],
  ['tenant', ({ tenant }) => tenant],
  ['previous', ({ previous }) => previous],
  ['hash', ({ hash }) => hash],
];

/**
 * RFC 4180, with a byte order mark, without which Excel reads another character set. Cells that a spreadsheet would take for
 * a formula begin with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csvOf(records: readonly AuditLine[]): string {
  const rows = [columns.map(([heading]) => heading), ...records.map((line) => columns.map(([, of]) => of(line) ?? ''))];
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: string | number): string {
  const text = harmless(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/** `audit-shop-2026-11-28T200315Z.csv`: of signs that every file system takes. */
export function csvName(application: string, at: Date): string {
  const time = at.toISOString().replace(/:|\.\d+/g, '');
  return `audit-${application.replace(/[^\w.-]/g, '_')}-${time}.csv`;
}

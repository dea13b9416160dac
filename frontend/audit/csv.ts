import { csvText, type CsvColumns } from '../csv/csv-text.ts';
import type { AuditLine } from '../service/audit-lines.ts';

const columns: CsvColumns<AuditLine> = [
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

export function csvOf(records: readonly AuditLine[]): string {
  return csvText(columns, records);
}

import { isFields } from '../../backend-stub/contract/reading.ts';
import type { AuditFilters } from '../service/audit-lines.ts';

export type FilterKey = keyof AuditFilters;

export const filterKeys = [
  'deployment',
  'actor',
  'kind',
  'action',
  'from',
  'to',
] as const satisfies readonly FilterKey[];

/** From an address, which anybody may have written: what is no text filters nothing. Of several values the first counts. */
export function readFilters(address: unknown): AuditFilters {
  const values = isFields(address) ? address : {};
  return Object.fromEntries(
    filterKeys.flatMap((key) => {
      const value: unknown = [values[key]].flat()[0];
      return typeof value === 'string' && value.trim() !== '' ? [[key, value.trim()]] : [];
    }),
  );
}

/** The filters with one of them set, or taken away by an empty text. */
export function withFilter(filters: AuditFilters, key: FilterKey, value: string): AuditFilters {
  return readFilters({ ...filters, [key]: value });
}

/** Why nothing can be found; undefined: the service can be asked. */
export function whatIsWrong({ from, to }: AuditFilters): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  return Date.parse(from) >= Date.parse(to) ? 'Nothing can be found: "until" is not after "from".' : undefined;
}

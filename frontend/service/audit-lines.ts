import type { AuditActor, AuditQuery, AuditRecord } from '../../backend-stub/contract/audit.ts';

/** Words that a newer service knows are asked for and shown as they are: an audit that hides a line lies. */
type InAnyWord<Shape, Key extends keyof Shape> = Omit<Shape, Key> & { readonly [One in Key]: string };

export interface AuditLine extends Omit<InAnyWord<AuditRecord, 'kind' | 'action'>, 'actor' | 'reason'> {
  readonly actor: InAnyWord<AuditActor, 'through'>;
  readonly reason?: string;
}

export interface AuditLines {
  /** Newest first. */
  readonly records: readonly AuditLine[];
  /** To be asked for as `before`; absent where nothing is older. */
  readonly next?: string;
}

/** Filters as they stand in an address. The service judges them. */
export type AuditFilters = Partial<Record<Exclude<keyof AuditQuery, 'application' | 'before' | 'limit'>, string>>;

export interface AuditSearch extends Readonly<AuditFilters> {
  readonly application: string;
  /** Only what is older: `next` of an answer. */
  readonly before?: string;
  readonly limit?: number;
}

import type { AuditEntry, AuditKind, AuditPage, AuditQuery } from '../contract/audit.ts';
import type { ChainedRow, Link } from './chain.ts';
import type { SignedSegment, Statement } from './segments.ts';

/** A port: the chains of the audit. Rows are only ever added; the database gives each its place. */
export interface AuditLedger {
  /** What has no other effect: a refusal. */
  write(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  page(query: AuditQuery): Promise<AuditPage>;
  /** In order of their sequence. */
  rows(stretch: AuditStretch): Promise<readonly ChainedRow[]>;
  heads(): Promise<readonly AuditHead[]>;
  /** Of all that is kept, whatever is missing of it. */
  tenants(): Promise<readonly string[]>;
  /** In order. */
  segments(tenant: string): Promise<readonly SignedSegment[]>;
  /** False: another replica has sealed it. */
  seal(statement: Statement, signed: SignedSegment): Promise<boolean>;
}

export interface AuditStretch {
  readonly tenant: string;
  /** Only rows behind this one; 0: all. */
  readonly after: number;
  readonly most: number;
  /** ISO 8601, from this moment on. */
  readonly from?: string;
  /** ISO 8601, before this moment. */
  readonly to?: string;
}

/** Where a chain ends. */
export interface AuditHead extends Link {
  readonly tenant: string;
  /** How many there are of each kind. */
  readonly records: Readonly<Record<AuditKind, number>>;
}

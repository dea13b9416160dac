import type { SeenRollout } from './decision.ts';
import type { RefusalReason } from './refusal.ts';

/**
 * What is written down of who did what. `command`: somebody or Orca asked for something and got it; `decision`: a person
 * decided; `outcome`: what came of either; `refusal`: a caller who was known was told no.
 */
export const auditKinds = ['command', 'decision', 'outcome', 'refusal'] as const;
export type AuditKind = (typeof auditKinds)[number];

/** What it was about. `deployment` is the outcome of a whole one, `outsidePromotion` a step that went on past Gennaker. */
export const auditActions = [
  'start',
  'view',
  'approve',
  'promoteFully',
  'abort',
  'retry',
  'cancel',
  'stopWatching',
  'giveBack',
  'deployment',
  'outsidePromotion',
  'administer',
] as const;
export type AuditAction = (typeof auditActions)[number];

/**
 * How whoever acted reached the service. `stage`: what he laid on the stage in Orca was read back; `orca`: a call of the
 * webhook; `service`: it acted by itself (an outcome, say).
 */
export const auditChannels = ['gate', 'stage', 'orca', 'machine', 'service', 'cluster'] as const;
export type AuditChannel = (typeof auditChannels)[number];

export interface AuditActor {
  readonly name: string;
  /** Of the token that a machine brought; `name` is the service account that it acts as, where there is one. */
  readonly subject?: string;
  /** As Fiat had them at that moment, lower-cased; absent where nobody was asked. */
  readonly roles?: readonly string[];
  readonly admin?: true;
  readonly through: AuditChannel;
}

/** What is written down, before it has its place in the chain. Texts are neutralised; no Secret data and no manifests. */
export interface AuditEntry {
  readonly kind: AuditKind;
  readonly action: AuditAction;
  readonly actor: AuditActor;
  /** What happened and why, for people. */
  readonly sentence: string;
  readonly application?: string;
  readonly account?: string;
  readonly deployment?: string;
  readonly execution?: string;
  readonly stage?: string;
  /** From 0, as the rollouts stood when it was decided. */
  readonly step?: number;
  readonly seen?: readonly SeenRollout[];
  /** Why not, of a refusal. */
  readonly reason?: RefusalReason;
  /** How it ended: an outcome of a deployment, or `done` or `failed` of what was decided. */
  readonly result?: string;
  /** Of a refusal that was repeated within a minute: how often, beside the first. */
  readonly times?: number;
}

/** One line of a tenant's chain. `hash` is the sha256, in hex, of `previous` and the canonical JSON of all else. */
export interface AuditRecord extends AuditEntry {
  readonly tenant: string;
  /** From 1, without a gap. */
  readonly sequence: number;
  /** ISO 8601 in UTC, by the database's clock. */
  readonly at: string;
  readonly previous: string;
  readonly hash: string;
}

/** What is asked of the audit; everything that is given must hold. */
export interface AuditQuery {
  readonly application: string;
  readonly deployment?: string;
  /** Part of a name, without case. */
  readonly actor?: string;
  readonly kind?: AuditKind;
  readonly action?: AuditAction;
  /** ISO 8601, from this moment on. */
  readonly from?: string;
  /** ISO 8601, before this moment. */
  readonly to?: string;
  /** Only records before this one: `next` of the page before. */
  readonly before?: string;
  /** 1 to 500; 100 where nothing is said. */
  readonly limit?: number;
}

/** `GET /v1/audit`: newest first. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  /** To be asked for as `before`; absent on the last page. */
  readonly next?: string;
}

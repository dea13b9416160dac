import type { AuditActor } from '../contract/audit.ts';

/** How a deployment begins. */
export interface Beginning {
  readonly by?: AuditActor;
  /** It is held by that replica from the beginning, as if it had claimed it. */
  readonly lease?: Lease;
}

export interface Lease {
  readonly replica: string;
  readonly milliseconds: number;
}

export interface WantedLeases {
  readonly most: number;
  /** Left to others: not taken, and given back where they are held. */
  readonly except: readonly string[];
}

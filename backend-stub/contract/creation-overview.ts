import type { Creators } from './application-rules.ts';
import type { HeldAuthorization } from './effective-permissions.ts';
import type { Problem } from './refusal.ts';

/** `GET /v1/access/creation`, for admins: what the operator's copy of Fiat's rules comes to. Nothing is changed by asking. */
export interface CreationOverview {
  /** Absent where none is configured. */
  readonly file?: RulesFileState;
  /** Of the rules in force; absent where there are none. */
  readonly settings?: RulesSettings;
  /** Who may create what, in the order of the file, all other names last. */
  readonly table: readonly CreatorsRow[];
  readonly warnings: readonly RulesWarning[];
  readonly effects: CreationEffects;
  /** For `fiat-local.yml`: the same prefixes, with the creation restricted by them. */
  readonly block: string;
}

export interface RulesFileState {
  readonly path: string;
  /** Whether something was readable, and is in force; with problems, it is what the file held before. */
  readonly isInForce: boolean;
  readonly problems: readonly Problem[];
}

export interface RulesSettings {
  readonly restrictApplicationCreation: boolean;
  readonly provider: 'default' | 'aggregate';
  readonly resolutionStrategy: 'AGGREGATE' | 'MOST_SPECIFIC';
  readonly executeFallback: string;
  readonly adminRoles: readonly string[];
  readonly prefixes: number;
}

export interface CreatorsRow {
  /** As it is written; absent for all names that no prefix matches. */
  readonly prefix?: string;
  readonly line?: number;
  readonly creators: Creators;
  /** Who would have what on an application of such a name that says nothing for itself. */
  readonly holders: RolesByAuthorization;
}

/** Folded roles; empty: admins only. */
export type RolesByAuthorization = Readonly<Record<HeldAuthorization, 'everyone' | readonly string[]>>;

export interface RulesWarning {
  readonly sentence: string;
  readonly prefix?: string;
  readonly line?: number;
}

/** What the prefixes change for applications that exist, beside having none: restricting who may create brings them along. */
export type CreationEffects =
  | { readonly kind: 'unknown'; readonly why: string }
  | {
      readonly kind: 'known';
      /** Whether Fiat counts the prefixes already, so that all of this is so now. */
      readonly isSoAlready: boolean;
      readonly counts: Readonly<Record<EffectKind, number>>;
      /** The gravest first; not more than `mostEffects`. */
      readonly changed: readonly ApplicationEffect[];
    };

/**
 * `hidden`: everybody saw it, and now admins do only. `closed`: everybody had everything, and now some roles have. `narrowed`: somebody
 * loses EXECUTE, since a prefix names roles for it. `widened`: roles are added. `same`: nothing changes.
 */
export const effectKinds = ['hidden', 'closed', 'narrowed', 'widened', 'same'] as const;
export type EffectKind = (typeof effectKinds)[number];
export const mostEffects = 200;

export interface ApplicationEffect {
  readonly name: string;
  readonly kind: Exclude<EffectKind, 'same'>;
  readonly prefixes: readonly string[];
  readonly holders: RolesByAuthorization;
}

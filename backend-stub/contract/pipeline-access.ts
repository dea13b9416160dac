import type { Authorization, Permissions } from './authorization.ts';

/**
 * `GET /v1/access/applications/{name}/pipelines`: what Fiat says of everybody as whom the pipelines of an application run by
 * themselves, on what these pipelines touch and nothing else.
 */
export interface PipelineAccess {
  /** As it was asked for. */
  readonly application: string;
  readonly subjects: readonly SubjectAccess[];
  /** What whoever asks may do on the application himself; absent where no Fiat is asked. */
  readonly ownAuthorizations?: readonly Authorization[];
  /** Service accounts that whoever asks may use himself; absent where Fiat does not tell them with their roles. */
  readonly usableAccounts?: readonly UsableAccount[];
  /**
   * Who may what on the application with all that Fiat's configuration adds: prefixes, and who executes where nobody is named for it. Absent
   * where the service has no copy of that, or does not know the application's own.
   */
  readonly effectivePermissions?: Permissions;
  /** What could not be found out, and why; sentences. */
  readonly gaps: readonly string[];
}

export interface UsableAccount {
  /** Lower-cased, as its roles. */
  readonly name: string;
  readonly roles: readonly string[];
}

export type SubjectAccess =
  | {
      readonly kind: 'seen';
      /** As it stands in a pipeline; `anonymous` of nobody. */
      readonly name: string;
      readonly admin: boolean;
      /** Lower-cased; only of an account that whoever asks may use himself, so that nobody learns of others' roles. */
      readonly roles?: readonly string[];
      readonly accounts: readonly GivenAccess[];
      readonly applications: readonly GivenAccess[];
      /** Fiat lets everybody do everything on an application that it does not list. */
      readonly unlistedApplicationsAreOpen: boolean;
    }
  /** A service account that neither Fiat nor Front50 knows. */
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly why: string };

export interface GivenAccess {
  /** Lower-cased. */
  readonly name: string;
  readonly authorizations: readonly Authorization[];
}

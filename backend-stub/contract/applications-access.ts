import type { Application, ApplicationRules } from './application-rules.ts';

/** `GET /v1/access/applications`: who may what on each application that whoever asks may read, as it is written down. */
export interface ApplicationsAccess {
  /** Whether whoever asks is an admin, and so may read all that there are. */
  readonly isAdmin: boolean;
  /** With the permissions of their own; what prefixes add is in `rules`. */
  readonly applications: readonly Application[];
  /** From the operator's copy of Fiat's rules, with those prefixes only that count for one of these; absent without a copy. */
  readonly rules?: ToldRules;
  /** What could not be found out, and why; sentences. */
  readonly gaps: readonly string[];
}

/** Which roles are those of admins is not told. */
export type ToldRules = Omit<ApplicationRules, 'adminRoles'>;

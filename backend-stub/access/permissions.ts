import type { Authorization } from '../contract/authorization.ts';

export { authorizations, type Authorization } from '../contract/authorization.ts';

/** Fiat's view of one user, in Fiat's terms. Names and roles are lower-cased when it is read. */
export interface UserPermissions {
  readonly user: string;
  readonly roles: readonly string[];
  readonly admin: boolean;
  readonly accounts: ReadonlyMap<string, readonly Authorization[]>;
  readonly applications: ReadonlyMap<string, readonly Authorization[]>;
  readonly allowAccessToUnknownApplications: boolean;
  /** Those that he may use; absent where the view does not say. */
  readonly serviceAccounts?: ReadonlySet<string>;
  /** When Fiat was asked, by `Clock.elapsed`; absent where nobody was asked. */
  readonly askedAt?: number;
}

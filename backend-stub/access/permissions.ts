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
  /** Those that he may use, with their roles where the view tells them; absent where it does not say. */
  readonly serviceAccounts?: ReadonlyMap<string, readonly string[] | undefined>;
  /** When Fiat was asked, by `Clock.elapsed`; absent where nobody was asked. */
  readonly askedAt?: number;
}

import type { Authorization, Permissions } from '../contract/authorization.ts';
import type { Pipeline } from './pipeline.ts';

/** What is known of Fiat's world; names are asked for in any case. Undefined is never empty: it is not known. */
export interface Knowledge {
  application(name: string): KnownApplication | undefined;
  /** As Clouddriver shows them. */
  account(name: string): Permissions | undefined;
  subject(name: string): Subject;
  /** By its id. Undefined: it is gone, or not for whoever asks to see. */
  pipeline(id: string): Pipeline | undefined;
}

export interface KnownApplication {
  /** `{}` is open to everybody, where they are whole. */
  readonly permissions: Permissions;
  /**
   * With what Fiat's configuration adds to those of the application itself: prefixes, and who may execute where nobody is named for it.
   * Else a prefix may give roles more, and may restrict what names none.
   */
  readonly isWhole: boolean;
}

/** What is known of one user: a service account, or `anonymous`. */
export type Subject =
  /** What Fiat says that he may. Its word counts, whatever else is known. */
  | SeenSubject
  /** Only his roles: what he may is worked out by Fiat's rules. */
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  /** A service account that is not there: Fiat's client denies everything, also what is open to everybody. */
  | { readonly kind: 'missing' }
  /** Nothing, and why; a sentence. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface SeenSubject {
  readonly kind: 'seen';
  /** Lower-cased; absent where they are not for whoever asks to know. */
  readonly roles?: readonly string[];
  readonly admin: boolean;
  readonly accounts: ReadonlyMap<string, readonly Authorization[]>;
  readonly applications: ReadonlyMap<string, readonly Authorization[]>;
  /** Fiat lets everybody do everything on an application that it does not list. */
  readonly unlistedApplicationsAreOpen: boolean;
}

/** Undefined where they are not known, or nobody has them. */
export function rolesOfSubject(subject: Subject): readonly string[] | undefined {
  switch (subject.kind) {
    case 'seen':
    case 'roles':
      return subject.roles;
    case 'missing':
    case 'unknown':
      return undefined;
  }
}

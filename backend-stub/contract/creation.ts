import type { Creators, PermissionRules } from './application-rules.ts';

/**
 * `GET /v1/access/applications/{name}/creation`: whether somebody may create an application of this name, and why. Fiat decides;
 * the operator's prefix file explains. With `user` or `roles` (with commas between) somebody else is asked about, which is for admins.
 */
export interface CreationAnswer {
  /** As it was asked for; Spinnaker compares names without case. */
  readonly name: string;
  /** Absent where roles were asked about instead of somebody. */
  readonly user?: string;
  /** As Fiat has them now, or as they were asked about, lower-cased; absent where Fiat does not say. */
  readonly roles?: readonly string[];
  readonly isAdmin?: true;
  readonly verdict: CreationVerdict;
  /** The verdict and its reason, for people: to whoever asks about himself it says `You`, and names everybody else. */
  readonly sentence: string;
  /** By what; absent where nobody can tell. */
  readonly by?: CreationReason;
  /** Whether some application has this name, also one that the user may not see. `unknown`: nobody could be asked. */
  readonly taken: NameTaken;
  /** What the prefix file says about this name; absent where the operator has given none, or none was readable yet. */
  readonly explained?: CreationExplanation;
  /** For completing what is typed: the user's own, and those that prefixes and accounts name. Lower-cased, sorted. */
  readonly knownRoles: readonly string[];
  readonly advice: CreationAdvice;
  /** How long ago Fiat said which roles the user has, in whole seconds. */
  readonly secondsOld?: number;
}

/** `cannotTell`: neither yes nor no, since Fiat does not answer or does not know the user. */
export const creationVerdicts = ['allowed', 'denied', 'cannotTell'] as const;
export type CreationVerdict = (typeof creationVerdicts)[number];

export const nameTaken = ['yes', 'no', 'unknown'] as const;
export type NameTaken = (typeof nameTaken)[number];

/**
 * By what somebody may create it, or may not. `restrictionOff`: everybody may create everything, and `noMatchingPrefix`: everybody
 * this one. `prefix`: one of them names a role of the user for CREATE, or, of a denial, none of them does. `anotherSource`: Fiat says
 * otherwise than the prefix file. `fiat`: Fiat's answer is all that is known. `open`: the service asks no Fiat.
 */
export type CreationReason =
  | { readonly kind: 'restrictionOff' | 'noMatchingPrefix' | 'admin' | 'anotherSource' | 'fiat' | 'open' }
  | {
      readonly kind: 'prefix';
      readonly prefixes: readonly string[];
      /** Of the user, that have CREATE by them; empty of a denial. */
      readonly roles: readonly string[];
    };
export const creationReasons = [
  ...(['restrictionOff', 'noMatchingPrefix', 'admin', 'anotherSource', 'fiat', 'open'] as const),
  'prefix',
] as const satisfies readonly CreationReason['kind'][];

export interface CreationExplanation {
  /** With those prefixes only that count for this name: what `effectivePermissions` asks for. */
  readonly rules: PermissionRules;
  readonly creators: Creators;
  /** Prefixes as they are written (`teama-*`, or a whole name) under which the user may create; none of an admin. */
  readonly usable: readonly string[];
}

/**
 * What the operator wants Deck to say about the permissions of an application to be. Advice and not enforcement: an application can
 * be created past Deck.
 */
export interface CreationAdvice {
  /** Of an author who would not have READ or WRITE. */
  readonly lockOut: 'warn' | 'forbid';
  /** At least one role has to have WRITE. */
  readonly requireWriteRole: boolean;
}

/** What is said where nobody said otherwise. */
export const defaultAdvice: CreationAdvice = { lockOut: 'warn', requireWriteRole: false };

/** The service takes no longer part of an address, and no provider of Spinnaker a longer name. */
const longestName = 100;

/**
 * Why no application can have this name, so that nobody need be asked; a sentence. What the chosen cloud providers demand, as the 63
 * letters, digits and dashes of Kubernetes, is judged by Deck, which knows them.
 */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'An application needs a name.';
  if (name.length > longestName) return `A name has at most ${longestName} characters.`;
  if (name.includes('*')) return 'A star stands for more names in a prefix, and in no name.';
  if (!/^[!-~]+$/.test(name) || /[/\\]/.test(name) || /^\.+$/.test(name))
    return 'A name has letters, digits and dashes without accents, and no spaces or slashes.';
  return undefined;
}

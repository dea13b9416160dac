import { creatorsOf, prefixesFor, type Application } from '../../backend-stub/contract/application-rules.ts';
import type { ToldRules } from '../../backend-stub/contract/applications-access.ts';
import { rolesFor } from '../../backend-stub/contract/authorization.ts';
import {
  effectivePermissions,
  heldAuthorizations,
  withoutPrefixes,
} from '../../backend-stub/contract/effective-permissions.ts';
import type { GrantSource, HeldAuthorization, Holders } from '../../backend-stub/contract/effective-permissions.ts';
import { authorizationWords } from '../view/rights-words.ts';

export const rights = [...heldAuthorizations, 'CREATE'] as const;
export type Right = (typeof rights)[number];
export const rightWords: Readonly<Record<Right, string>> = { ...authorizationWords, CREATE: 'Create one of this name' };

/** Who has one right on an application, beside admins, who have all. */
export interface RightHolders {
  readonly right: Right;
  /** Empty: admins only; undefined: not known. */
  readonly who: 'everyone' | readonly RoleByRule[] | undefined;
  /** Why it is everybody's or nobody's; empty where each role has its own rule. */
  readonly why: string;
}

export interface RoleByRule {
  readonly role: string;
  readonly by: string;
}

export function rightsOn(application: Application, rules: ToldRules | undefined): readonly RightHolders[] {
  if (rules === undefined) return [...rightsWithoutPrefixes(application), notKnown];
  const held = effectivePermissions(rules, application);
  return [...heldAuthorizations.map((right) => holdersOf(right, held[right])), creators(application.name, rules)];
}

const notKnown: RightHolders = { right: 'CREATE', who: undefined, why: 'the rules of Fiat are not known here' };

/** Only roles that the application names are sure: a prefix may give a right to more, and may restrict what names none. */
function rightsWithoutPrefixes(application: Application): readonly RightHolders[] {
  const held = effectivePermissions(withoutPrefixes, application);
  return heldAuthorizations.map((right) => {
    const holders = holdersOf(right, held[right]);
    if (typeof holders.who === 'object' && holders.who.length > 0) return holders;
    const names = holders.who === 'everyone' ? 'no role' : 'no role for this';
    return { right, who: undefined, why: `the application names ${names}, and prefixes of Fiat are not known here` };
  });
}

function holdersOf(right: HeldAuthorization, holders: Holders): RightHolders {
  if (holders.kind === 'everyone') return { right, who: 'everyone', why: 'no role is named: the application is open' };
  const who = holders.roles.map(({ role, from }) => ({ role, by: from.map(sourceWords).join(', and ') }));
  return { right, who, why: who.length === 0 ? 'the application names roles, and none for this' : '' };
}

function creators(name: string, rules: ToldRules): RightHolders {
  const found = creatorsOf({ ...rules, adminRoles: [] }, name);
  if (found.kind === 'roles') {
    const who = found.roles.map((role) => ({ role, by: prefixesWith(role, name, rules) }));
    return {
      right: 'CREATE',
      who,
      why: who.length === 0 ? 'a prefix matches the name, and names no role for CREATE' : '',
    };
  }
  const why = rules.provider === 'default' ? 'Fiat counts no prefixes' : 'no prefix of Fiat matches the name';
  const isOff = found.because === 'restrictionOff';
  return {
    right: 'CREATE',
    who: 'everyone',
    why: isOff ? 'Fiat restricts nobody (fiat.restrictApplicationCreation)' : why,
  };
}

function prefixesWith(role: string, name: string, rules: ToldRules): string {
  const naming = prefixesFor(rules, name).filter(({ permissions }) => rolesFor(permissions, 'CREATE').includes(role));
  return naming.map(({ prefix }) => sourceWords({ kind: 'prefix', prefix })).join(', and ');
}

function sourceWords(source: GrantSource): string {
  switch (source.kind) {
    case 'application':
      return 'permissions of the application';
    case 'prefix':
      return `the prefix ${source.prefix} of Fiat`;
    case 'executeFallback':
      return `${source.of}, since no role is named for EXECUTE (fiat.executeFallback)`;
  }
}

/** Roles, without their rules. */
export function rolesOf({ who }: RightHolders): 'everyone' | readonly string[] | undefined {
  return who === undefined || who === 'everyone' ? who : who.map(({ role }) => role);
}

export function isOpen(holders: readonly RightHolders[]): boolean {
  return holders.some(({ right, who }) => right !== 'CREATE' && who === 'everyone');
}

/** Something that only admins can do. */
export function isForAdmins(holders: readonly RightHolders[]): boolean {
  return holders.some(({ who }) => who !== undefined && who.length === 0);
}

import { folded } from '../../backend-stub/contract/authorization.ts';
import type { CreationAdvice, CreationAnswer } from '../../backend-stub/contract/creation.ts';
import { defaultAdvice } from '../../backend-stub/contract/creation.ts';
import {
  effectivePermissions,
  lostByAuthor,
  withoutPrefixes,
} from '../../backend-stub/contract/effective-permissions.ts';
import type { EffectivePermissions } from '../../backend-stub/contract/effective-permissions.ts';
import { nameOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { permissionsOf } from './grants.ts';
import type { Author } from './host.ts';

/** `likely`: also where nobody can tell. A name that is taken is nobody's to create, and of one that is denied Fiat may think again. */
export type NameChance = 'likely' | 'denied' | 'taken';

/** What is known about the permissions of the application that the draft would make. */
export interface PermissionAdvice {
  readonly effective: EffectivePermissions;
  /** Whether prefixes are known; without them only what the form gives is told. */
  readonly knowsPrefixes: boolean;
  /** Whether the name can be had; of one that is asked about, what was said of the one before. */
  readonly chance: NameChance;
  /** What the author would not have. */
  readonly lost: readonly ('READ' | 'WRITE')[];
  readonly lockOut: CreationAdvice['lockOut'];
  /** The operator wants a role with WRITE, and there is none. */
  readonly lacksWriteRole: boolean;
}

export interface AdvisedBy {
  /** About this very name; undefined while there is no answer. */
  readonly creation: CreationAnswer | undefined;
  /** The last answer, about whatever name. */
  readonly last: CreationAnswer | undefined;
  /** As Gate says. */
  readonly author: Author | undefined;
}

export function permissionAdvice(draft: Draft, { creation, last, author }: AdvisedBy): PermissionAdvice {
  const rules = creation?.explained?.rules;
  const effective = effectivePermissions(rules ?? withoutPrefixes, {
    name: nameOf(draft),
    permissions: permissionsOf(draft.grants),
  });
  const advice = last?.advice ?? defaultAdvice;
  const { WRITE } = effective;
  return {
    effective,
    knowsPrefixes: rules !== undefined,
    chance: chanceOf(creation),
    lost: lostBy(effective, { last, author }),
    lockOut: advice.lockOut,
    lacksWriteRole: advice.requireWriteRole && (WRITE.kind === 'everyone' || WRITE.roles.length === 0),
  };
}

function chanceOf(creation: CreationAnswer | undefined): NameChance {
  if (creation?.taken === 'yes') return 'taken';
  return creation?.verdict === 'denied' ? 'denied' : 'likely';
}

/** By Fiat's roles where it said them, else by those of the session; of somebody of whom nothing is known nothing is said. */
function lostBy(
  effective: EffectivePermissions,
  { last, author }: Pick<AdvisedBy, 'last' | 'author'>,
): readonly ('READ' | 'WRITE')[] {
  const roles = last?.roles ?? author?.roles;
  if (roles === undefined) return [];
  return lostByAuthor(effective, { roles, isAdmin: last?.isAdmin ?? author?.admin ?? false });
}

/** Roles that may be completed, sorted; the author's own first. */
export function roleChoices(own: readonly string[], known: readonly string[]): readonly string[] {
  const owned = new Set(own.map(folded));
  const others = new Set(known.map(folded).filter((role) => !owned.has(role)));
  return [...[...owned].sort(), ...[...others].sort()].filter((role) => role !== '');
}

/** Whether nothing that is known names the role; undefined where nothing is known at all. */
export function isUnknownRole(role: string, known: ReadonlySet<string>): boolean {
  return known.size > 0 && folded(role) !== '' && !known.has(folded(role));
}

import { writtenRoles } from '../../backend-stub/pipelines/after-saving.ts';
import { isManaged } from '../../backend-stub/pipelines/identity.ts';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';

export const ways = ['managed', 'by-hand', 'nobody'] as const;
export type Way = (typeof ways)[number];

/** What is typed about a pipeline. What belongs to a way that is not chosen is kept, and is not saved. */
export interface Draft {
  readonly way: Way;
  /** As they are typed. */
  readonly roles: readonly string[];
  /** An account for each trigger; an empty text is nobody. */
  readonly runAs: readonly string[];
}

/** What is written into a pipeline of it, and what is put back. */
export interface WrittenPermissions {
  /** Absent: so is the key, and Orca leaves service accounts alone. */
  readonly roles?: readonly string[];
  /** For each trigger; undefined: without the key. */
  readonly runAs: readonly (string | undefined)[];
}

/** With both ways in one pipeline, it is the managed account: its roles decide who may save it. */
export function draftOf({ roles = [], triggers }: Pipeline): Draft {
  const accounts = triggers.map(({ runAsUser }) => runAsUser?.trim() ?? '');
  const byHand = accounts.some((name) => name !== '');
  return {
    way: roles.length > 0 ? 'managed' : byHand ? 'by-hand' : 'nobody',
    roles,
    runAs: roles.length > 0 ? accounts.map((name) => (isManaged(name) ? '' : name)) : accounts,
  };
}

/** The managed way begins with a row to write a role in, where there is none yet. */
export function chosenWay(way: Way, { roles }: Draft): Partial<Draft> {
  return way === 'managed' && roles.length === 0 ? { way, roles: [''] } : { way };
}

/** Accounts chosen by hand that stand beside roles: triggers that keep theirs, whatever the roles are. */
export function besideRoles({ roles = [], triggers }: Pipeline): readonly string[] {
  if (roles.length === 0) return [];
  const byHand = triggers.flatMap(({ runAsUser }) =>
    runAsUser === undefined || isManaged(runAsUser) ? [] : runAsUser,
  );
  return [...new Set(byHand.map((name) => name.trim()))];
}

/**
 * Never both ways at once. Without roles the list is emptied where there was one, so that Orca takes the account out of the triggers
 * and its roles from the account; where there was none, the key stays away.
 */
export function permissionsFor(draft: Draft, pipeline: Pipeline): WrittenPermissions {
  const { triggers, roles } = pipeline;
  const none = roles === undefined ? {} : { roles: [] };
  switch (draft.way) {
    case 'managed':
      return {
        roles: writtenRoles(draft.roles),
        runAs: triggers.map(({ runAsUser }) => (isManaged(runAsUser ?? '') ? runAsUser : undefined)),
      };
    case 'by-hand':
      return { ...none, runAs: triggers.map((_, index) => draft.runAs[index]?.trim() || undefined) };
    case 'nobody':
      return { ...none, runAs: triggers.map(() => undefined) };
  }
}

export function permissionsOf({ roles, triggers }: Pipeline): WrittenPermissions {
  return { ...(roles === undefined ? {} : { roles }), runAs: triggers.map(({ runAsUser }) => runAsUser) };
}

/** Where roles have come since, an empty list instead of none: without the key, Orca would take nothing away. */
export function putBack(before: WrittenPermissions, { roles }: Pipeline): WrittenPermissions {
  return roles === undefined ? before : { roles: [], ...before };
}

export function isSame(one: WrittenPermissions, other: WrittenPermissions): boolean {
  return JSON.stringify([one.roles, one.runAs]) === JSON.stringify([other.roles, other.runAs]);
}

/** Why it can not be saved as it stands; a sentence. */
export function draftProblem(draft: Draft, pipeline: Pipeline): string | undefined {
  if (draft.way === 'managed' && writtenRoles(draft.roles).length === 0)
    return 'Name a role: an account without roles is usable by nobody.';
  if (draft.way === 'by-hand' && permissionsFor(draft, pipeline).runAs.every((name) => name === undefined))
    return 'Choose an account for a trigger, or let it run as nobody.';
  return undefined;
}

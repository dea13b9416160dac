import { folded } from '../contract/authorization.ts';
import { defined } from '../contract/defined.ts';
import { writtenRoles } from './after-saving.ts';
import { byRoles } from './answer.ts';
import type { RolesOn } from './roles-on.ts';

/** Somebody at the page. */
export interface Editor {
  /** In any case. */
  readonly roles: readonly string[];
  readonly admin: boolean;
}

export interface EditChange {
  /** All of them are needed to save, before and after; lower-cased. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Who has one of these roles may write to the application; absent: everybody may, or it is not known. */
  readonly writers?: readonly WriterChange[];
  /** Whether nobody else may; else a prefix of Fiat that is not seen here may let others write. */
  readonly areAllWriters: boolean;
  readonly editor: {
    /** Roles of `after` that he lacks. An admin lacks none. */
    readonly lacks: readonly string[];
    readonly mayWrite: boolean | undefined;
  };
}

export interface WriterChange {
  readonly role: string;
  /** What whoever has this role must have besides, to save. */
  readonly besidesBefore: readonly string[];
  readonly besidesAfter: readonly string[];
  readonly change: 'loses' | 'gains' | 'same';
}

/**
 * Who may edit a pipeline when its roles change. Saving takes WRITE on the application (`writers`) and all of the roles: Orca asks for
 * them where they change, and Front50 each time for every account that a trigger runs as.
 */
export function editChange(
  roles: { readonly before: readonly string[]; readonly after: readonly string[] },
  writers: RolesOn,
  editor: Editor,
): EditChange {
  const [before, after] = [writtenRoles(roles.before), writtenRoles(roles.after)];
  return {
    before,
    after,
    ...defined({ writers: writersOf(writers, before, after) }),
    areAllWriters: writers.kind === 'roles' && writers.isWhole,
    editor: {
      lacks: editor.admin ? [] : lacking(editor.roles, after),
      mayWrite: editor.admin ? true : mayBe(writers, editor.roles),
    },
  };
}

/** Those of the wanted roles that somebody does not have. */
export function lacking(held: readonly string[], wanted: readonly string[]): readonly string[] {
  const have = new Set(held.map(folded));
  return wanted.filter((role) => !have.has(folded(role)));
}

/** Whether somebody with these roles is one of them; undefined: nobody can say. */
export function mayBe(one: RolesOn, roles: readonly string[]): boolean | undefined {
  const { kind } = byRoles(roles, one);
  return kind === 'unknown' ? undefined : kind === 'allowed';
}

function writersOf(
  writers: RolesOn,
  before: readonly string[],
  after: readonly string[],
): readonly WriterChange[] | undefined {
  if (writers.kind !== 'roles') return undefined;
  return writers.roles.map((role) => {
    const [besidesBefore, besidesAfter] = [lacking([role], before), lacking([role], after)];
    return { role, besidesBefore, besidesAfter, change: changeOf(besidesBefore, besidesAfter) };
  });
}

/** Some lose it where a role is needed that was not, and some gain it where one is no longer. */
function changeOf(before: readonly string[], after: readonly string[]): WriterChange['change'] {
  if (lacking(before, after).length > 0) return 'loses';
  return lacking(after, before).length > 0 ? 'gains' : 'same';
}

import { folded, isRestricted, rolesFor, type Permissions } from '../contract/authorization.ts';
import { defined } from '../contract/defined.ts';
import { writtenRoles } from './after-saving.ts';

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
 * Who may edit a pipeline when its roles change. Saving takes WRITE on the application and all of the roles: Orca asks for
 * them where they change, and Front50 each time for every account that a trigger runs as.
 */
export function editChange(
  roles: { readonly before: readonly string[]; readonly after: readonly string[] },
  application: Permissions | undefined,
  editor: Editor,
): EditChange {
  const [before, after] = [writtenRoles(roles.before), writtenRoles(roles.after)];
  return {
    before,
    after,
    ...defined({ writers: writersOf(application, before, after) }),
    editor: {
      lacks: editor.admin ? [] : lacking(editor.roles, after),
      mayWrite: editor.admin ? true : mayWrite(application, editor.roles),
    },
  };
}

/** Those of the wanted roles that somebody does not have. */
export function lacking(held: readonly string[], wanted: readonly string[]): readonly string[] {
  const have = new Set(held.map(folded));
  return wanted.filter((role) => !have.has(folded(role)));
}

function writersOf(
  application: Permissions | undefined,
  before: readonly string[],
  after: readonly string[],
): readonly WriterChange[] | undefined {
  if (application === undefined || !isRestricted(application)) return undefined;
  return writtenRoles(rolesFor(application, 'WRITE')).map((role) => {
    const [besidesBefore, besidesAfter] = [lacking([role], before), lacking([role], after)];
    return { role, besidesBefore, besidesAfter, change: changeOf(besidesBefore, besidesAfter) };
  });
}

/** Some lose it where a role is needed that was not, and some gain it where one is no longer. */
function changeOf(before: readonly string[], after: readonly string[]): WriterChange['change'] {
  if (lacking(before, after).length > 0) return 'loses';
  return lacking(after, before).length > 0 ? 'gains' : 'same';
}

function mayWrite(application: Permissions | undefined, roles: readonly string[]): boolean | undefined {
  if (application === undefined) return undefined;
  if (!isRestricted(application)) return true;
  return lacking(roles, rolesFor(application, 'WRITE')).length < rolesFor(application, 'WRITE').length;
}

import { editChange } from '../../../backend-stub/pipelines/edit-rights.ts';
import { reachChange } from '../../../backend-stub/pipelines/reach.ts';

const shop = { kind: 'roles', roles: ['team-a', 'team-b'], isWhole: true } as const;
const alice = { roles: ['Team-A'], admin: false };
const changesOf = (before: readonly string[], after: readonly string[]) =>
  editChange({ before, after }, shop, alice).writers?.map(({ role, change }) => `${role} ${change}`);

describe('who may edit a pipeline after its roles change', () => {
  it('loses whoever has WRITE and not all of the roles', () => {
    expect(changesOf([], ['team-a'])).toEqual(['team-a same', 'team-b loses']);
    expect(changesOf(['team-a'], ['team-a', 'release'])).toEqual(['team-a loses', 'team-b loses']);
  });

  it('gains whoever lacked a role that is no longer asked for', () => {
    expect(changesOf(['team-a', 'release'], ['team-a'])).toEqual(['team-a gains', 'team-b gains']);
    expect(changesOf(['team-a'], [])).toEqual(['team-a same', 'team-b gains']);
  });

  it('does both where one role takes the place of another', () => {
    expect(changesOf(['team-a'], ['team-b'])).toEqual(['team-a loses', 'team-b gains']);
    expect(changesOf(['Team-A'], [' team-a '])).toEqual(['team-a same', 'team-b same']);
  });

  it('says which roles the editor lacks to save it, and an admin lacks none', () => {
    const roles = { before: [], after: ['team-a', 'Release'] };
    expect(editChange(roles, shop, alice).editor).toEqual({ lacks: ['release'], mayWrite: true });
    expect(editChange(roles, shop, { roles: ['dev'], admin: false }).editor).toEqual({
      lacks: ['team-a', 'release'],
      mayWrite: false,
    });
    expect(editChange(roles, shop, { roles: [], admin: true }).editor).toEqual({ lacks: [], mayWrite: true });
  });

  it('names no writers where everybody may write or nobody knows who', () => {
    const roles = { before: [], after: ['team-a'] };
    const [open, hidden] = [{ kind: 'open' } as const, { kind: 'unknown', why: 'prefixes' } as const];
    expect(editChange(roles, open, alice)).not.toHaveProperty('writers');
    expect(editChange(roles, open, alice).editor.mayWrite).toBe(true);
    expect(editChange(roles, hidden, alice)).not.toHaveProperty('writers');
    expect(editChange(roles, hidden, alice).editor.mayWrite).toBeUndefined();
  });

  it('shuts nobody out whom a prefix that is not seen may let write, but whoever has no role at all', () => {
    const roles = { before: [], after: ['team-a'] };
    const own = { ...shop, isWhole: false };
    const mayWrite = (held: readonly string[]) => editChange(roles, own, { roles: held, admin: false }).editor.mayWrite;
    expect([mayWrite(['team-b']), mayWrite(['dev']), mayWrite([])]).toEqual([true, undefined, false]);
    expect([editChange(roles, own, alice), editChange(roles, shop, alice)]).toMatchObject([
      { areAllWriters: false },
      { areAllWriters: true },
    ]);
  });
});

describe('what can be reached through the account of a pipeline', () => {
  it('is told apart from what is open to everybody', () => {
    const accounts = new Map([
      ['prod', { WRITE: ['Release'] }],
      ['staging', { WRITE: ['team-a'] }],
      ['open', {}],
      ['closed', { READ: ['release'] }],
    ]);
    expect(reachChange({ before: ['team-a'], after: ['release'] }, accounts)).toEqual({
      gained: ['prod'],
      lost: ['staging'],
    });
    expect(reachChange({ before: [], after: ['RELEASE', 'team-a'] }, accounts)).toEqual({
      gained: ['prod', 'staging'],
      lost: [],
    });
  });
});

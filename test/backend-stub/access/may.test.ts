import { may, type Question } from '../../../backend-stub/access/may.ts';
import { granting, nothing, userWith } from './users.ts';

function ask(parts: Partial<Question> = {}): ReturnType<typeof may> {
  const permissions = userWith();
  return may({
    action: 'approve',
    user: permissions.user,
    permissions,
    application: 'shop',
    account: 'prod',
    ...parts,
  });
}

describe('a refusal', () => {
  it('says what is missing on which object, which roles the user has, and which would do', () => {
    const permissions = userWith({ roles: ['dev', 'team-a'], accounts: granting('prod', 'READ') });
    expect(ask({ permissions, accountWriters: ['release', 'sre'] })).toEqual({
      kind: 'refused',
      reason: 'not-allowed',
      sentence:
        'Approving on application shop and account prod was refused: alice@example.com lacks WRITE on account prod; ' +
        'alice@example.com has the roles dev and team-a. WRITE on account prod needs one of: release, sre.',
    });
  });

  it('names everything that is missing at once', () => {
    const permissions = userWith({ roles: [], accounts: nothing, applications: nothing });
    expect(ask({ permissions, requiredRoles: [['release']] })?.sentence).toBe(
      'Approving on application shop and account prod was refused: alice@example.com lacks EXECUTE on application shop, ' +
        'and WRITE on account prod, and the role release that an approval asks for; alice@example.com has no role. ' +
        'Somebody with WRITE on application shop can give EXECUTE to a role of alice@example.com. ' +
        'Whoever configures account prod in Clouddriver can say which role has WRITE. ' +
        'The approval needs the role release: ask somebody who has that.',
    );
  });

  it('names each approval that a full promotion would skip without its role', () => {
    const refusal = ask({ action: 'promoteFully', requiredRoles: [['team-a'], ['release', 'sre'], ['security']] });
    expect(refusal?.sentence).toContain(
      'lacks the roles release or sre that an approval asks for, and the role security that an approval asks for',
    );
    expect(refusal?.sentence).not.toContain('lacks the role team-a');
  });

  it('says so when no role at all has WRITE on the account', () => {
    const refusal = ask({ permissions: userWith({ accounts: nothing }), accountWriters: [] });
    expect(refusal?.sentence).toContain(
      'No role has WRITE on account prod; whoever configures it in Clouddriver can name one.',
    );
  });

  it('says so when the user has a role that would do and Fiat has not taken it up', () => {
    const refusal = ask({ permissions: userWith({ accounts: nothing }), accountWriters: ['Team-A', 'release'] });
    expect(refusal?.sentence).toContain('to the role Team-A, but Fiat has not taken that up for alice@example.com');
  });

  it('names some of hundreds of roles and counts the rest', () => {
    const roles = Array.from({ length: 300 }, (_, index) => `group-${index}`);
    const refusal = ask({ permissions: userWith({ roles, accounts: nothing }) });
    expect(refusal?.sentence).toContain('group-7 and 292 more');
    expect(refusal?.sentence).not.toContain('group-8');
  });

  it('of viewing names no account', () => {
    const refusal = ask({ action: 'view', permissions: userWith({ applications: nothing }) });
    expect(refusal?.sentence).toMatch(
      /^Viewing deployments on application shop was refused: alice@example.com lacks READ/,
    );
  });
});

describe('a user whom Fiat does not know', () => {
  it('is refused, not as denied, and told how Fiat comes to know them', () => {
    const refusal = ask({ user: 'mallory@example.com', permissions: undefined });
    expect(refusal?.reason).toBe('unknown-user');
    expect(refusal?.sentence).toContain('Fiat does not know mallory@example.com. A person logs in to Spinnaker once');
  });
});

describe('a call without a name', () => {
  it.each(['', '  ', 'anonymous', 'Anonymous', '__unrestricted_user__'])(
    'is refused as "%s", whatever the view says',
    (user) => {
      for (const permissions of [undefined, userWith({ user })]) {
        expect(ask({ user, permissions })?.reason).toBe('not-authenticated');
      }
    },
  );

  it('is told about Run As User when a pipeline starts', () => {
    expect(ask({ action: 'start', user: 'anonymous' })?.sentence).toContain('"Run As User"');
  });
});

describe('whoever asked for the deployment', () => {
  const notRequesters = ['Alice@Example.com ', 'rollout-sa@managed'];

  it.each(['approve', 'promoteFully'] as const)(
    'may not %s where an approval is for somebody else to give',
    (action) => {
      expect(ask({ action, notRequesters })).toEqual({
        kind: 'refused',
        reason: 'not-allowed',
        sentence: expect.stringContaining(
          'alice@example.com asked for this deployment, and an approval of it is for somebody else to give. Ask somebody else',
        ),
      });
      expect(ask({ action, notRequesters: ['bob@example.com'] })).toBeUndefined();
    },
  );

  it('may not as an admin either, nor with the role that is asked for', () => {
    const permissions = userWith({ admin: true, roles: ['release'] });
    expect(ask({ permissions, requiredRoles: [['release']], notRequesters })?.reason).toBe('not-allowed');
  });

  it.each(['abort', 'retry', 'giveBack', 'start', 'view'] as const)('may %s all the same', (action) => {
    expect(ask({ action, notRequesters })).toBeUndefined();
  });
});

describe('required roles', () => {
  it('match whole, and not as a part of another role', () => {
    const permissions = userWith({ roles: ['devops', 'ops-readonly'] });
    expect(ask({ permissions, requiredRoles: [['ops']] })).toBeDefined();
  });

  it('that are blank are held by nobody', () => {
    expect(ask({ requiredRoles: [[' ']] })).toBeDefined();
  });
});

describe('an application that Fiat does not list', () => {
  it('is closed', () => {
    expect(ask({ application: 'other' })).toBeDefined();
  });

  it('is open when Fiat allows access to unknown applications', () => {
    const permissions = userWith({ allowAccessToUnknownApplications: true });
    expect(ask({ permissions, application: 'other' })).toBeUndefined();
  });

  it('is closed even then when it has no name', () => {
    const permissions = userWith({ allowAccessToUnknownApplications: true });
    expect(ask({ permissions, application: ' ' })).toBeDefined();
  });

  it('stays closed when it is listed without what is needed', () => {
    const permissions = userWith({ allowAccessToUnknownApplications: true, applications: granting('shop') });
    expect(ask({ permissions })).toBeDefined();
  });

  it('leaves the account closed', () => {
    const permissions = userWith({ allowAccessToUnknownApplications: true });
    expect(ask({ permissions, account: 'other' })).toBeDefined();
  });
});

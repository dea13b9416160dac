import fc from 'fast-check';
import { may, type Question } from '../../../backend-stub/access/may.ts';
import { authorizations, type Authorization, type UserPermissions } from '../../../backend-stub/access/permissions.ts';
import { rights, type GuardedAction } from '../../../backend-stub/access/rights.ts';

const names = ['shop', 'web', 'prod', 'staging'];
const roleNames = ['team-a', 'team-b', 'release', 'dev'];
const guardedActions: readonly GuardedAction[] = ['view', 'start', 'approve', 'promoteFully', 'abort', 'retry'];

const granted = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.subarray([...authorizations])), {
  selector: ([name]) => name,
});
const permissions: fc.Arbitrary<UserPermissions> = fc.record({
  user: fc.constant('alice@example.com'),
  roles: fc.subarray(roleNames),
  admin: fc.boolean(),
  accounts: granted.map((entries) => new Map(entries)),
  applications: granted.map((entries) => new Map(entries)),
  allowAccessToUnknownApplications: fc.boolean(),
});
const question = fc.record({
  action: fc.constantFrom(...guardedActions),
  user: fc.constant('alice@example.com'),
  permissions,
  application: fc.constantFrom(...names),
  account: fc.constantFrom(...names),
  requiredRoles: fc.array(fc.subarray(roleNames), { maxLength: 3 }),
});

const yes = (asked: Question): boolean => may(asked) === undefined;

describe('what a user may', () => {
  it('never grows when a role is taken away', () => {
    fc.assert(
      fc.property(question, fc.constantFrom(...roleNames), (asked, lost) => {
        const fewer = { ...asked.permissions, roles: asked.permissions.roles.filter((role) => role !== lost) };
        return !yes({ ...asked, permissions: fewer }) || yes(asked);
      }),
    );
  });

  it('never grows when an authorization is taken away', () => {
    const loss = fc.record({
      side: fc.constantFrom<'accounts' | 'applications'>('accounts', 'applications'),
      name: fc.constantFrom(...names),
      lost: fc.constantFrom(...authorizations),
    });
    fc.assert(
      fc.property(question, loss, (asked, { side, name, lost }) => {
        const fewer = { ...asked.permissions, [side]: without(asked.permissions[side], name, lost) };
        return !yes({ ...asked, permissions: fewer }) || yes(asked);
      }),
    );
  });

  it('never grows when another approval with roles comes in', () => {
    fc.assert(
      fc.property(question, fc.subarray(roleNames), (asked, roles) => {
        return !yes({ ...asked, requiredRoles: [...asked.requiredRoles, roles] }) || yes(asked);
      }),
    );
  });

  it('never grows when another requester is kept out', () => {
    fc.assert(
      fc.property(question, fc.constantFrom('alice@example.com', 'bob@example.com'), (asked, requester) => {
        return !yes({ ...asked, notRequesters: [requester] }) || yes(asked);
      }),
    );
  });

  it('does not depend on case or space in the names that are asked about', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const shouted = {
          ...asked,
          application: ` ${asked.application.toUpperCase()}`,
          account: `${asked.account.toUpperCase()} `,
          requiredRoles: asked.requiredRoles.map((roles) => roles.map((role) => ` ${role.toUpperCase()} `)),
        };
        return yes(shouted) === yes(asked);
      }),
    );
  });

  it('does not depend on which roles have WRITE on the account: they are only named', () => {
    fc.assert(
      fc.property(question, fc.option(fc.subarray(roleNames), { nil: undefined }), (asked, accountWriters) => {
        return yes({ ...asked, accountWriters }) === yes(asked);
      }),
    );
  });

  it('is everything for an admin', () => {
    fc.assert(fc.property(question, (asked) => yes({ ...asked, permissions: { ...asked.permissions, admin: true } })));
  });

  it('is nothing for somebody whom Fiat does not know', () => {
    fc.assert(fc.property(question, (asked) => !yes({ ...asked, permissions: undefined })));
  });

  it('is only what an entry of the view gives, or the flag for unknown applications', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { application, account } = rights[asked.action];
        const view = asked.permissions;
        const applicationEntry = view.applications.get(asked.application);
        const openApplication = applicationEntry === undefined && view.allowAccessToUnknownApplications;
        const grounds =
          (application === 'none' || openApplication || has(applicationEntry, application)) &&
          (account === 'none' || has(view.accounts.get(asked.account), account));
        return !yes(asked) || view.admin || grounds;
      }),
    );
  });
});

function has(entry: readonly Authorization[] | undefined, needed: Authorization): boolean {
  return entry !== undefined && entry.includes(needed);
}

function without(
  resources: ReadonlyMap<string, readonly Authorization[]>,
  name: string,
  lost: Authorization,
): ReadonlyMap<string, readonly Authorization[]> {
  const entry = resources.get(name);
  if (entry === undefined) return resources;
  return new Map([...resources, [name, entry.filter((authorization) => authorization !== lost)]]);
}

import { allowedOnAccount, allowedOnApplication } from '../../../backend-stub/access/evaluator.ts';
import { may } from '../../../backend-stub/access/may.ts';
import { authorizations, type Authorization, type UserPermissions } from '../../../backend-stub/access/permissions.ts';
import { readUserPermissions } from '../../../backend-stub/spinnaker/user-permissions.ts';
import { recordedAccounts, recordedOracle } from '../../spinnaker/recordings.ts';

const subjects = Object.entries(recordedAccounts().subjects);

describe('our reading of a view, against every single check of a real Fiat', () => {
  it('covers enough to mean something', () => {
    const statuses = subjects.flatMap(([, { checks }]) => Object.values(checks));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(100);
    expect(statuses.filter((status) => status === 404).length).toBeGreaterThan(100);
  });

  it.each(subjects)('agrees about %s', (_subject, { view, checks }) => {
    const permissions = readUserPermissions(view);
    for (const [check, status] of Object.entries(checks)) {
      if (check.startsWith('serviceAccounts/')) continue;
      const said = permissions !== undefined && allows(permissions, check);
      expect({ check, allowed: said }).toEqual({ check, allowed: status === 200 });
    }
  });

  it('lets an admin do what the single check denies on a resource that does not exist, as the evaluator in Orca and Clouddriver does', () => {
    const { view, checks } = recordedAccounts().subjects['admin@example.com'] ?? {};
    expect(checks?.['accounts/missing/WRITE']).toBe(404);
    const permissions = readUserPermissions(view);
    expect(
      may({ action: 'start', user: 'admin@example.com', permissions, application: 'missing-app', account: 'missing' }),
    ).toBeUndefined();
  });
});

describe('our reading of a view, against the recorded configurations of a real Fiat', () => {
  const views = Object.entries(recordedOracle().configurations).flatMap(([configuration, { users }]) =>
    Object.entries(users).map(([user, { view }]) => ({ configuration, user, view })),
  );

  it.each(views)('grants $user under $configuration what the view lists and nothing else', ({ view }) => {
    const permissions = readUserPermissions(view);
    expect(permissions).toBeDefined();
    if (permissions === undefined) return;
    for (const { name, authorizations: listed } of view.applications) {
      const granted = authorizations.filter((needed) => allowedOnApplication(permissions, name.toLowerCase(), needed));
      expect({ name, granted: [...granted].sort() }).toEqual({ name, granted: [...listed].sort() });
    }
    expect(authorizations.filter((needed) => allowedOnApplication(permissions, 'missing-app', needed))).toEqual([]);
  });
});

/** Our answer to `{type}/{name}/{authorization}`. */
function allows(permissions: UserPermissions, check: string): boolean {
  const [type, name = '', needed = ''] = check.split('/');
  const decide = type === 'accounts' ? allowedOnAccount : allowedOnApplication;
  return decide(permissions, name, authorization(needed));
}

function authorization(text: string): Authorization {
  const found = authorizations.find((known) => known === text);
  if (found === undefined) throw new Error(`The recording asks for ${text}, which is no authorization.`);
  return found;
}

import { authorizationsOn, granted, isAdmin, mayCreate } from '../../../backend-stub/contract/application-rules.ts';
import { authorizations } from '../../../backend-stub/contract/authorization.ts';
import { recordedAccounts, recordedOracle, rulesOf } from '../../spinnaker/recordings.ts';

const oracle = recordedOracle();
const users = Object.entries(oracle.configurations).flatMap(([configuration, { users: known, ...configured }]) =>
  Object.entries(known).map(([user, recorded]) => ({ configuration, user, recorded, rules: rulesOf(configured) })),
);
const applications = Object.entries(oracle.applications).map(([name, permissions]) => ({ name, permissions }));

describe("Fiat's rules about applications, against every recorded answer of a real Fiat", () => {
  it('are asked enough to mean something', () => {
    const asked = users.flatMap(({ recorded }) => Object.values(recorded.canCreate));
    expect([users.length, applications.length, asked.length]).toEqual([48, 16, 1440]);
    for (const status of [200, 404]) expect(asked.filter((one) => one === status).length).toBeGreaterThan(400);
  });

  it.each(users)('give $user under $configuration what the view lists', ({ recorded, rules }) => {
    const listed = new Map(recorded.view.applications.map(({ name, ...entry }) => [name.toLowerCase(), entry]));
    for (const application of applications) {
      const said = [...authorizationsOn(rules, application, recorded.rolesInFile)].sort();
      const { name } = application;
      expect({ name, said }).toEqual({ name, said: [...(listed.get(name)?.authorizations ?? [])].sort() });
    }
    expect(recorded.view.admin).toBe(isAdmin(rules, recorded.rolesInFile));
  });

  it.each(users)('let $user under $configuration create what Fiat lets them create', ({ recorded, rules }) => {
    for (const [name, status] of Object.entries(recorded.canCreate))
      expect({ name, may: mayCreate(rules, name, recorded.rolesInFile) }).toEqual({ name, may: status === 200 });
  });
});

describe("Fiat's rules about accounts, against every recorded answer of a real Fiat", () => {
  const { accounts, subjects } = recordedAccounts();
  const known = Object.entries(subjects).flatMap(([subject, { view, checks }]) =>
    view === null || view.admin ? [] : [{ subject, view, checks }],
  );

  it.each(known)('give $subject what each single check allows', ({ view, checks }) => {
    const roles = view.roles.map(({ name }) => name);
    for (const [account, permissions] of Object.entries(accounts))
      for (const authorization of authorizations) {
        const check = `accounts/${account}/${authorization}`;
        if (!(check in checks)) continue;
        const allowed = granted(permissions, roles).includes(authorization);
        expect({ check, allowed }).toEqual({ check, allowed: checks[check] === 200 });
      }
  });
});

import fc from 'fast-check';
import { authorizationsOn, granted, isAdmin, mayCreate } from '../../../backend-stub/contract/application-rules.ts';
import type { ApplicationRules } from '../../../backend-stub/contract/application-rules.ts';
import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import { may, type Question } from '../../../backend-stub/access/may.ts';
import { authorizations, type Authorization, type UserPermissions } from '../../../backend-stub/access/permissions.ts';
import { rights, type GuardedAction } from '../../../backend-stub/access/rights.ts';

const runs = { numRuns: 5000 };

const roleNames = ['team-a', 'team-b', 'release', 'dev', 'spin-admins'];
const applicationNames = ['shop', 'shop-web', 'shop-web-eu', 'billing', 'x'];
const accountNames = ['prod', 'staging'];
const actions = Object.keys(rights) as readonly GuardedAction[];

/** As operators type them. */
const typed = (names: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom('as it is', 'shouted', 'padded'))
    .map(([name, way]) => (way === 'shouted' ? name.toUpperCase() : way === 'padded' ? ` ${name}` : name));
const permissions: fc.Arbitrary<Permissions> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...authorizations), fc.array(typed(roleNames), { maxLength: 3 })), {
    selector: ([authorization]) => authorization,
  })
  .map((entries) => Object.fromEntries(entries));
const prefix = fc.record({
  prefix: typed(['*', 'shop*', 'shop-*', 'shop-web*', 'shop-web', 'billing', '*x', 's*p']),
  permissions,
});
const rules: fc.Arbitrary<ApplicationRules> = fc.record({
  provider: fc.constantFrom('default', 'aggregate'),
  resolutionStrategy: fc.constantFrom('AGGREGATE', 'MOST_SPECIFIC'),
  prefixes: fc.uniqueArray(prefix, { maxLength: 5, selector: (one) => one.prefix.trim().toLowerCase() }),
  executeFallback: fc.constantFrom(...authorizations),
  restrictApplicationCreation: fc.boolean(),
  adminRoles: fc.subarray(['spin-admins', 'Release']),
});

/** A Spinnaker: rules, what its applications and accounts say for themselves, and somebody who asks. */
const world = fc.record({
  rules,
  applications: fc.tuple(...applicationNames.map(() => permissions)),
  accounts: fc.tuple(...accountNames.map(() => permissions)),
  roles: fc.subarray(roleNames),
  action: fc.constantFrom(...actions),
  application: typed(applicationNames),
  account: typed(accountNames),
  requiredRoles: fc.array(fc.array(typed(roleNames), { maxLength: 2 }), { maxLength: 2 }),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

/** The view that Fiat keeps of them: resources that they can not touch are not in it. */
function viewOf({ rules: configured, roles, ...said }: World): UserPermissions {
  const touched = (names: readonly string[], on: (index: number) => readonly Authorization[]) =>
    new Map(names.map((name, index) => [name, on(index)] as const).filter(([, given]) => given.length > 0));
  const admin = isAdmin(configured, roles);
  return {
    user: 'alice@example.com',
    roles: roles.map((role) => role.toLowerCase()),
    admin,
    applications: touched(applicationNames, (index) => {
      const application = { name: applicationNames[index] ?? '', permissions: said.applications[index] ?? {} };
      return authorizationsOn(configured, application, roles);
    }),
    accounts: touched(accountNames, (index) => (admin ? authorizations : granted(said.accounts[index] ?? {}, roles))),
    allowAccessToUnknownApplications: false,
  };
}

function questionOf(asked: World): Question {
  const { action, application, account, requiredRoles } = asked;
  return { action, application, account, requiredRoles, user: 'alice@example.com', permissions: viewOf(asked) };
}

const yes = (asked: World): boolean => may(questionOf(asked)) === undefined;
const creates = (asked: World): boolean => mayCreate(asked.rules, asked.application, asked.roles);
const without = (roles: readonly string[], lost: string): string[] => roles.filter((role) => role !== lost);

const loud = (text: string): string => text.toUpperCase();
const loudRoles = (said: Permissions): Permissions =>
  Object.fromEntries(Object.entries(said).map(([authorization, roles]) => [authorization, roles.map(loud)]));

/** Everything that somebody typed, in other letters. */
function shouted(asked: World): World {
  const prefixes = asked.rules.prefixes.map((one) => ({
    prefix: loud(one.prefix),
    permissions: loudRoles(one.permissions),
  }));
  return {
    action: asked.action,
    rules: { ...asked.rules, prefixes, adminRoles: asked.rules.adminRoles.map(loud) },
    applications: asked.applications.map(loudRoles),
    accounts: asked.accounts.map(loudRoles),
    roles: asked.roles.map(loud),
    application: loud(asked.application),
    account: loud(asked.account),
    requiredRoles: asked.requiredRoles.map((roles) => roles.map(loud)),
  };
}

describe('whatever Fiat is configured to say', () => {
  it('taking a role away never grants anything', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(...roleNames), (asked, lost) => {
        const fewer = { ...asked, roles: without(asked.roles, lost) };
        return (!yes(fewer) || yes(asked)) && (!creates(fewer) || creates(asked));
      }),
      runs,
    );
  });

  it('case and space around a name never matter', () => {
    fc.assert(
      fc.property(world, (asked) => {
        const other = shouted(asked);
        return yes(other) === yes(asked) && creates(other) === creates(asked);
      }),
      runs,
    );
  });

  it('an admin may everything, but for an approval that is for somebody else to give', () => {
    fc.assert(
      fc.property(world, (asked) => {
        const rulesWithAdmins = { ...asked.rules, adminRoles: ['Spin-Admins'] };
        const admin = { ...asked, roles: [...asked.roles, 'spin-admins'], rules: rulesWithAdmins };
        const own = may({ ...questionOf(admin), notRequesters: ['ALICE@example.com'] });
        return yes(admin) && creates(admin) && (own === undefined) === !rights[asked.action].notRequester;
      }),
      runs,
    );
  });

  it('somebody whom Fiat does not know is neither allowed nor denied', () => {
    fc.assert(
      fc.property(world, (asked) => may({ ...questionOf(asked), permissions: undefined })?.reason === 'unknown-user'),
      runs,
    );
  });

  it('what names no role of theirs is given only where it is open to everybody', () => {
    fc.assert(
      fc.property(world, (asked) => {
        const { applications, accounts } = viewOf({ ...asked, roles: [] });
        const given = [...applications.values(), ...accounts.values()];
        return given.every((one) => one.length === authorizations.length);
      }),
      runs,
    );
  });

  it('a prefix takes no role away from what is restricted', () => {
    fc.assert(
      fc.property(world, (asked) => {
        const own = { ...asked.applications[0], CREATE: [] };
        const isRestricted = [own.READ, own.WRITE, own.EXECUTE].some((roles = []) => roles.length > 0);
        const on = (provider: ApplicationRules['provider']): readonly Authorization[] =>
          authorizationsOn({ ...asked.rules, provider }, { name: asked.application, permissions: own }, asked.roles);
        // EXECUTE by fallback ends where a prefix names somebody for it.
        const kept = on('default').filter((one) => one !== 'EXECUTE' || (own.EXECUTE ?? []).length > 0);
        return !isRestricted || kept.every((one) => on('aggregate').includes(one));
      }),
      runs,
    );
  });
});

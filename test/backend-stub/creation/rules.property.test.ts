import fc from 'fast-check';
import {
  authorizationsOn,
  creatorsOf,
  mayCreate,
  own,
  prefixesFor,
} from '../../../backend-stub/contract/application-rules.ts';
import type { Application, ApplicationRules } from '../../../backend-stub/contract/application-rules.ts';
import { authorizations, folded } from '../../../backend-stub/contract/authorization.ts';
import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import {
  effectivePermissions,
  heldAuthorizations,
  isHeldBy,
  lostByAuthor,
  writersWithoutRead,
} from '../../../backend-stub/contract/effective-permissions.ts';
import type { EffectKind, RolesByAuthorization } from '../../../backend-stub/contract/creation-overview.ts';
import { holdersOf } from '../../../backend-stub/creation/creators-table.ts';
import { addedBy, effectKind } from '../../../backend-stub/creation/effect-kind.ts';
import { explainName } from '../../../backend-stub/creation/explain-name.ts';
import { judgeByFiat, judgeByRules } from '../../../backend-stub/creation/judge-creation.ts';
import { rulesByName } from '../../../backend-stub/creation/rules-by-name.ts';

const runs = { numRuns: 1500 };
const roleNames = ['team-a', 'team-b', 'release', 'dev'];
const names = ['shop', 'shop-web', 'shop-web-eu', 'billing', 'x'];

/** As operators type them. */
const typed = (words: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...words), fc.constantFrom('as it is', 'shouted', 'padded'))
    .map(([word, way]) => (way === 'shouted' ? word.toUpperCase() : way === 'padded' ? ` ${word}` : word));
const permissions: fc.Arbitrary<Permissions> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...authorizations), fc.array(typed(roleNames), { maxLength: 3 })), {
    selector: ([authorization]) => authorization,
  })
  .map((entries) => Object.fromEntries(entries));
const prefix = fc.record({
  prefix: typed(['*', 'shop*', 'shop-*', 'shop-web*', 'shop-web', 'billing', '*x', 's*p', 'sh*']),
  permissions,
});
const rules: fc.Arbitrary<ApplicationRules> = fc.record({
  provider: fc.constantFrom('aggregate' as const, 'aggregate' as const, 'default' as const),
  resolutionStrategy: fc.constantFrom('AGGREGATE' as const, 'MOST_SPECIFIC' as const),
  prefixes: fc.uniqueArray(prefix, { maxLength: 6, selector: (one) => folded(one.prefix) }),
  executeFallback: fc.constantFrom(...authorizations),
  restrictApplicationCreation: fc.boolean(),
  adminRoles: fc.subarray(['spin-admins', 'Release']),
});
const application: fc.Arbitrary<Application> = fc.record({ name: typed(names), permissions });
const roles = fc.subarray(roleNames);

const noAdmins = (all: ApplicationRules): ApplicationRules => ({ ...all, adminRoles: [] });
const given = (all: ApplicationRules, one: Application, held: readonly string[]): readonly string[] =>
  [...authorizationsOn(all, one, held)].sort();

describe('whatever the prefixes are', () => {
  it('effective permissions are what Fiat gives, role by role', () => {
    fc.assert(
      fc.property(rules, application, roles, (all, one, held) => {
        const effective = effectivePermissions(all, one);
        const fiat = authorizationsOn(noAdmins(all), one, held);
        return heldAuthorizations.every((word) => isHeldBy(effective[word], held) === fiat.includes(word));
      }),
      runs,
    );
  });

  it('every role has READ and WRITE from the application or from a prefix', () => {
    fc.assert(
      fc.property(rules, application, (all, one) => {
        const { READ, WRITE } = effectivePermissions(all, one);
        return [READ, WRITE].every(
          (holders) =>
            holders.kind === 'everyone' ||
            holders.roles.every(({ from }) => from.length > 0 && from.every(({ kind }) => kind !== 'executeFallback')),
        );
      }),
      runs,
    );
  });

  it('an author is locked out of exactly what Fiat would not give him, and an admin of nothing', () => {
    fc.assert(
      fc.property(rules, application, roles, (all, one, held) => {
        const effective = effectivePermissions(all, one);
        const fiat = authorizationsOn(noAdmins(all), one, held);
        const lost = (['READ', 'WRITE'] as const).filter((word) => !fiat.includes(word));
        expect(lostByAuthor(effective, { roles: held, isAdmin: false })).toEqual(lost);
        expect(lostByAuthor(effective, { roles: held, isAdmin: true })).toEqual([]);
        for (const role of writersWithoutRead(effective))
          expect(given(noAdmins(all), one, [role])).toEqual(expect.not.arrayContaining(['READ']));
      }),
      runs,
    );
  });

  it('the prefixes of a name alone say the same about it as all of them', () => {
    fc.assert(
      fc.property(rules, application, roles, (all, one, held) => {
        const found = rulesByName(all)(one.name);
        expect(given(found, one, held)).toEqual(given(all, one, held));
        expect(mayCreate(found, one.name, held)).toBe(mayCreate(all, one.name, held));
        const explained = {
          ...all,
          ...explainName({ rules: all, about: rulesByName(all) }, one.name, { roles: held, isAdmin: false }).rules,
        };
        expect(given(explained, one, held)).toEqual(given(all, one, held));
      }),
      runs,
    );
  });

  it('the most specific prefix counts alone, as if there were no other', () => {
    fc.assert(
      fc.property(rules, application, roles, (all, one, held) => {
        const specific = { ...all, provider: 'aggregate', resolutionStrategy: 'MOST_SPECIFIC' } as const;
        const [first, ...more] = prefixesFor(specific, one.name);
        expect(more).toEqual([]);
        const alone = { ...specific, prefixes: first === undefined ? [] : [first] };
        expect(given(specific, one, held)).toEqual(given({ ...alone, resolutionStrategy: 'AGGREGATE' }, one, held));
        const matching = prefixesFor({ ...specific, resolutionStrategy: 'AGGREGATE' }, one.name);
        expect(matching.every((other) => reach(other.prefix) <= reach(first?.prefix ?? ''))).toBe(true);
      }),
      runs,
    );
  });

  it('together, each prefix that matches adds its creators and takes none away', () => {
    fc.assert(
      fc.property(rules, application, prefix, (all, one, more) => {
        const aggregate = { ...all, provider: 'aggregate', resolutionStrategy: 'AGGREGATE' } as const;
        const before = creatorsOf(aggregate, one.name);
        const after = creatorsOf({ ...aggregate, prefixes: [...all.prefixes, more] }, one.name);
        if (before.kind === 'everyone') return true;
        return after.kind === 'roles' && before.roles.every((role) => after.roles.includes(role));
      }),
      runs,
    );
  });

  it('a star before the end matches no name, and case and space around never matter', () => {
    fc.assert(
      fc.property(rules, application, roles, (all, one, held) => {
        const trailing = all.prefixes.filter((rule) => !folded(rule.prefix).slice(0, -1).includes('*'));
        expect(given({ ...all, prefixes: trailing }, one, held)).toEqual(given(all, one, held));
        const loud = { ...one, name: ` ${one.name.toUpperCase()} ` };
        expect(
          given(
            all,
            loud,
            held.map((role) => role.toUpperCase()),
          ),
        ).toEqual(given(all, one, held));
        expect(mayCreate(all, loud.name, held)).toBe(mayCreate(all, one.name, held));
      }),
      runs,
    );
  });

  it('what they change for an application is what its holders before and after differ in', () => {
    fc.assert(
      fc.property(rules, application, (all, one) => {
        const counting = { ...all, provider: 'aggregate' } as const;
        const without = holdersOf({ ...all, provider: 'default' }, { ...one, permissions: own(one.permissions) });
        const kind = effectKind(own(one.permissions), addedBy(prefixesFor(counting, one.name)), all);
        expect(kind).toBe(difference(without, holdersOf(counting, one)));
      }),
      runs,
    );
  });

  it("Fiat's answer is the verdict, and is called another source exactly where the rules say otherwise", () => {
    fc.assert(
      fc.property(rules, typed(names), roles, fc.boolean(), (all, name, held, fiat) => {
        const called = { first: 'alice', within: 'alice' };
        const subject = { name, called, roles: held, isAdmin: false };
        const { verdict, by, sentence } = judgeByFiat(subject, fiat, all);
        expect(verdict).toBe(fiat ? 'allowed' : 'denied');
        expect(by.kind === 'anotherSource').toBe(mayCreate(all, name, held) !== fiat);
        expect(sentence).toMatch(fiat ? /^alice may create / : /^alice may not create /);
        expect(judgeByFiat(subject, fiat, undefined)).toMatchObject({ verdict, by: { kind: 'fiat' } });
        expect(judgeByRules(subject, all).verdict).toBe(mayCreate(all, name, held) ? 'allowed' : 'denied');
      }),
      runs,
    );
  });
});

/** Role by role, as the words of the kinds say it. */
function difference(before: RolesByAuthorization, after: RolesByAuthorization): EffectKind {
  if (before.READ === 'everyone')
    return after.READ === 'everyone' ? 'same' : after.READ.length > 0 ? 'closed' : 'hidden';
  const lacks = (left: RolesByAuthorization, right: RolesByAuthorization): boolean =>
    heldAuthorizations.some((word) => [right[word]].flat().some((role) => !left[word].includes(role)));
  if (lacks(after, before)) return 'narrowed';
  return lacks(before, after) ? 'widened' : 'same';
}

/** How much of a name a prefix says; a whole name says more than any beginning. */
function reach(text: string): number {
  const begin = folded(text);
  return begin.endsWith('*') ? begin.length : 1000;
}

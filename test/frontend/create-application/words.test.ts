import { effectivePermissions, withoutPrefixes } from '../../../backend-stub/contract/effective-permissions.ts';
import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import type { PermissionRules } from '../../../backend-stub/contract/application-rules.ts';
import { accessRows, firstHolders, listed, traps } from '../../../frontend/create-application/access-words.ts';
import { lockOutWords } from '../../../frontend/create-application/lock-out-words.ts';
import { obstacles } from '../../../frontend/create-application/obstacles.ts';
import { checkDraft } from '../../../frontend/create-application/check-draft.ts';
import {
  isUnknownRole,
  permissionAdvice,
  roleChoices,
} from '../../../frontend/create-application/permission-advice.ts';
import {
  completed,
  completionsOf,
  nearestFirst,
  verdictWords,
} from '../../../frontend/create-application/verdict-words.ts';
import { creationAnswer, draftWith, facts } from './told-host.ts';

const prefixed = (permissions: Permissions, executeFallback: 'READ' | 'WRITE' = 'READ'): PermissionRules => ({
  provider: 'aggregate',
  resolutionStrategy: 'AGGREGATE',
  executeFallback,
  prefixes: [{ prefix: 'teama-*', permissions }],
});
const effective = (permissions: Permissions, rules = withoutPrefixes): ReturnType<typeof effectivePermissions> =>
  effectivePermissions(rules, { name: 'teama-new', permissions });

describe('who could do what', () => {
  it('is everyone where no role is named, and that is said to be a trap', () => {
    expect(accessRows(effective({})).map(({ holders }) => holders)).toEqual([undefined, undefined, undefined]);
    expect(traps(effective({}), true)).toEqual([expect.stringMatching(/everyone may read it.*it never closes one\.$/)]);
  });

  it('is not said for certain while nobody knows the prefixes', () => {
    expect(traps(effective({}), false)).toEqual([expect.stringMatching(/unless a prefix of Fiat names some/)]);
  });

  it('names roles, and from where they have it if not from the form', () => {
    const rows = accessRows(
      effective({ READ: ['Team-A'], WRITE: ['team-a'] }, prefixed({ READ: ['audit', 'team-a'] })),
    );
    expect(rows).toEqual([
      {
        right: 'READ',
        label: 'Read it',
        holders: [
          { from: undefined, roles: ['team-a'] },
          { from: 'by the prefix teama-*', roles: ['audit'] },
        ],
      },
      {
        right: 'EXECUTE',
        label: 'Run its pipelines',
        holders: [{ from: 'since they may read, and no role is named for EXECUTE', roles: ['team-a', 'audit'] }],
      },
      { right: 'WRITE', label: 'Change it', holders: [{ from: undefined, roles: ['team-a'] }] },
    ]);
    const [, execute] = accessRows(effective({ READ: ['a'], WRITE: ['b'] }, prefixed({}, 'WRITE')));
    expect(execute?.holders).toEqual([
      { from: 'since they have WRITE, and no role is named for EXECUTE', roles: ['b'] },
    ]);
  });

  it('is at first some of them, counted over all sources, and how many more there are', () => {
    const holders = [
      { from: undefined, roles: ['a', 'b'] },
      { from: 'by the prefix teama-*', roles: ['c', 'd', 'e'] },
      { from: 'by the prefix *', roles: ['f'] },
    ];
    expect(firstHolders(holders, 3)).toEqual({
      shown: [
        { from: undefined, roles: ['a', 'b'] },
        { from: 'by the prefix teama-*', roles: ['c'] },
      ],
      rest: 3,
    });
    expect(firstHolders(holders, 6)).toEqual({ shown: holders, rest: 0 });
  });

  it('warns of roles that could change what they can not see', () => {
    expect(traps(effective({ WRITE: ['a', 'b'], READ: ['a'] }), true)).toEqual([
      expect.stringMatching(/^b could change what they can't see/),
    ]);
    expect(traps(effective({ WRITE: ['a'], READ: ['a'] }), true)).toEqual([]);
  });

  it('is short of hundreds of roles', () => {
    expect(
      listed(
        Array.from({ length: 400 }, (_, index) => `r${index}`),
        3,
      ),
    ).toBe('r0, r1, r2 and 397 more');
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});

describe('an author', () => {
  const author = { name: 'alice', roles: ['Team-A'], admin: false };
  const grants = [{ role: 'TEAM-A', rights: ['READ', 'WRITE'] as const }];
  const asked = (changes: Parameters<typeof draftWith>[0], by: Partial<Parameters<typeof permissionAdvice>[1]> = {}) =>
    permissionAdvice(draftWith(changes), { creation: undefined, last: undefined, author, ...by });

  it('is not locked out by roles that differ in case only, nor by none', () => {
    expect([asked({ grants }).lost, asked({}).lost]).toEqual([[], []]);
  });

  it('is locked out without a role for READ or for WRITE, whatever else is given', () => {
    expect(
      asked({
        grants: [
          { role: 'team-a', rights: ['READ', 'EXECUTE'] },
          { role: 'b', rights: ['WRITE'] },
        ],
      }).lost,
    ).toEqual(['WRITE']);
    expect(asked({ grants: [{ role: 'b', rights: ['READ', 'WRITE'] }] }).lost).toEqual(['READ', 'WRITE']);
    expect(asked({ grants: [{ role: 'team-a', rights: ['WRITE'] }] }).lost).toEqual(['READ']);
  });

  it('is judged by the roles that Fiat has now, and is told nothing while nobody knows any', () => {
    const others = [{ role: 'b', rights: ['READ', 'WRITE'] as const }];
    expect(asked({ grants: others }, { last: creationAnswer('x', { roles: ['b'] }) }).lost).toEqual([]);
    expect(asked({ grants: others }, { author: undefined }).lost).toEqual([]);
    expect(asked({ grants: others }, { last: creationAnswer('x', { isAdmin: true }) }).lost).toEqual([]);
  });

  it('signs it in words, unless an operator forbids it', () => {
    expect(lockOutWords('shop', [])).toBeUndefined();
    expect(lockOutWords('shop', ['READ', 'WRITE'])?.consent).toBe(
      'I understand that I will not be able to see or change shop.',
    );
    const draft = draftWith({ grants: [{ role: 'b', rights: ['READ', 'WRITE'] }] });
    const judged = (lockOut: 'warn' | 'forbid', lockOutUnderstood: boolean): readonly string[] =>
      obstacles({
        draft: { ...draft, lockOutUnderstood },
        lines: checkDraft(draft, { facts, taken: undefined, findings: undefined }),
        answer: { kind: 'none' },
        advice: asked(draft, { last: creationAnswer('x', { advice: { lockOut, requireWriteRole: false } }) }),
        fiat: true,
      });
    expect([judged('warn', false), judged('warn', true), judged('forbid', true)]).toEqual([
      ['lockOut'],
      [],
      ['lockOut'],
    ]);
  });

  it('needs a role with WRITE where an operator wants one, also of an open application', () => {
    const last = creationAnswer('x', { advice: { lockOut: 'warn', requireWriteRole: true } });
    expect([asked({}, { last }).lacksWriteRole, asked({ grants }, { last }).lacksWriteRole]).toEqual([true, false]);
    const draft = draftWith();
    const lines = checkDraft(draft, { facts, taken: undefined, findings: undefined });
    const judged = { draft, lines, answer: { kind: 'none' } as const, advice: asked(draft, { last }) };
    expect([obstacles({ ...judged, fiat: true }), obstacles({ ...judged, fiat: false })]).toEqual([['grants'], []]);
  });
});

describe('roles', () => {
  it('are offered once and in lower case, the own ones first', () => {
    expect(roleChoices(['Team-B', 'team-a'], ['ops', 'TEAM-A ', ''])).toEqual(['team-a', 'team-b', 'ops']);
  });

  it('are called unknown only where some are known', () => {
    const known = new Set(['team-a']);
    expect(['Team-A ', 'team-x', ''].map((role) => isUnknownRole(role, known))).toEqual([false, true, false]);
    expect(isUnknownRole('team-x', new Set())).toBe(false);
  });
});

describe('a verdict', () => {
  it('that denies offers the prefixes of the author and the roles that could', () => {
    const explained = {
      rules: withoutPrefixes,
      creators: { kind: 'roles', roles: ['team-b'] } as const,
      usable: ['TeamA-*', '*', 'whole'],
    };
    const creation = creationAnswer('teamb-x', { verdict: 'denied', sentence: 'You may not.', explained });
    expect(verdictWords({ kind: 'answered', creation })).toEqual({
      tone: 'trouble',
      sentence: 'You may not.',
      completions: ['teama-', 'whole'],
      roles: ['team-b'],
    });
  });

  it('about a name that is taken says no more than that', () => {
    const creation = creationAnswer('shop', { taken: 'yes', verdict: 'allowed' });
    const words = verdictWords({ kind: 'answered', creation });
    expect(words).toMatchObject({ tone: 'trouble', completions: [], roles: [] });
    expect(words?.sentence).toBe(
      'There is an application shop already, which you may not be able to see. Take another name.',
    );
  });

  it('that nobody can give says why, and that it can be tried', () => {
    const creation = creationAnswer('x', { verdict: 'cannotTell', sentence: 'Nobody can tell. Spinnaker decides.' });
    expect([
      verdictWords({ kind: 'failed', sentence: 'Nobody answers.' }),
      verdictWords({ kind: 'answered', creation }),
    ]).toMatchObject([
      {
        tone: 'warning',
        sentence: "Whether you may create it can't be told. Nobody answers. You can try: Spinnaker decides.",
      },
      { tone: 'warning', sentence: 'Nobody can tell. Spinnaker decides. You can try all the same.' },
    ]);
  });

  it('goes on with what was typed after a prefix was taken', () => {
    expect([completed('tea', 'teama-'), completed('teamb-web', 'teama-'), completed('', 'teama-')]).toEqual([
      'teama-',
      'teama-b-web',
      'teama-',
    ]);
    expect(completionsOf(['a*', 'A*'])).toEqual(['a']);
    expect(nearestFirst(['x-', 'pay-', 'team-'], 'pays')).toEqual(['pay-', 'x-', 'team-']);
  });
});

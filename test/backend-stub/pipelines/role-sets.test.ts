import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import { smallestRoleSets } from '../../../backend-stub/pipelines/role-sets.ts';
import { wantedRoles } from '../../../backend-stub/pipelines/wanted-roles.ts';
import { knowing, pipelineOf } from './known-world.ts';

describe('the smallest sets of roles', () => {
  it.each<readonly [readonly (readonly string[])[], readonly (readonly string[])[]]>([
    [[], [[]]],
    [[['a']], [['a']]],
    [[['b', 'a']], [['a'], ['b']]],
    [
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      [['b']],
    ],
    [[['a'], ['b', 'c'], ['c', 'd']], [['a', 'c']]],
    [
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [
        ['a', 'c'],
        ['a', 'd'],
        ['b', 'c'],
        ['b', 'd'],
      ],
    ],
    [
      [
        ['a', 'a'],
        ['a', 'b'],
      ],
      [['a']],
    ],
    [[['a'], []], []],
  ])('of which each of %j holds one are %j', (requirements, sets) => {
    const found = smallestRoleSets(requirements);
    expect([...found.sets].sort()).toEqual(sets);
    expect([found.exact, found.more]).toEqual([true, false]);
  });

  it('are some of many, and say that there are more', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => [`a${index}`, `b${index}`]);
    const { sets, exact, more } = smallestRoleSets(pairs);
    expect([sets.length, exact, more]).toEqual([8, true, true]);
    for (const roles of sets) expect(roles).toHaveLength(12);
  });

  it('are one that is enough where the search would take too long, and say that a smaller one may exist', () => {
    const random = pseudoRandom(1);
    const requirements = Array.from({ length: 200 }, () => Array.from({ length: 6 }, () => `role-${random(300)}`));
    const { sets, exact, more } = smallestRoleSets(requirements);
    expect([sets.length, exact, more]).toEqual([1, false, true]);
    for (const roles of requirements) expect(sets[0]?.some((role) => roles.includes(role))).toBe(true);
  });
});

describe('the roles that a pipeline wants', () => {
  const deployTo = (account: string): object => ({ type: 'deployManifest', account });
  const world = {
    applications: { shop: { READ: ['dev', 'team-a'], WRITE: ['team-a'] } },
    accounts: {
      prod: { WRITE: ['release', 'team-a'] },
      eu: { WRITE: ['release'] },
      open: {},
      closed: { READ: ['dev'] },
    },
  };
  const wanted = (...accounts: string[]) => wantedRoles(pipelineOf({ stages: accounts.map(deployTo) }), knowing(world));

  it('hold EXECUTE on the application, without which Front50 keeps no account', () => {
    expect(wanted().sets).toEqual([['dev'], ['team-a']]);
  });

  it('are the fewest that open every account', () => {
    expect(wanted('prod').sets).toEqual([['team-a']]);
    expect([...wanted('prod', 'eu', 'open', 'PROD').sets].sort()).toEqual([
      ['dev', 'release'],
      ['release', 'team-a'],
    ]);
  });

  it('do not exist where no role opens something, and it is named', () => {
    const { sets, impossible } = wanted('prod', 'closed');
    expect([sets, impossible.map(({ name }) => name)]).toEqual([[], ['closed']]);
  });

  it('say nothing about what is decided at run time or not known, and it is named', () => {
    const { sets, open } = wanted('prod', '${where}', 'elsewhere');
    expect([sets, open.map(({ name }) => name)]).toEqual([[['team-a']], ['${where}', 'elsewhere']]);
  });
});

describe('the roles that a pipeline wants where prefixes of Fiat are not known', () => {
  const wantedIn = (permissions: Permissions) =>
    wantedRoles(pipelineOf({}), knowing({ applications: { shop: permissions }, prefixesAreHidden: true }));

  it('are enough, and others may be too', () => {
    expect(wantedIn({ EXECUTE: ['dev'] })).toMatchObject({ sets: [['dev']], exact: false });
  });

  it.each([['no role', {}] as const, ['none for EXECUTE', { WRITE: ['dev'] }] as const])(
    'are not said to be none, or that there are none, where the application names %s',
    (_what, permissions) => {
      const { open, impossible } = wantedIn(permissions);
      expect([open.map(({ authorization }) => authorization), impossible]).toEqual([['EXECUTE'], []]);
    },
  );
});

function pseudoRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

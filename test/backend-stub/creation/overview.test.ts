import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import { creatorsTable } from '../../../backend-stub/creation/creators-table.ts';
import { effectsOf, switchedOn } from '../../../backend-stub/creation/effects.ts';
import { fiatBlock } from '../../../backend-stub/creation/fiat-block.ts';
import { readRulesFile } from '../../../backend-stub/creation/rules-file.ts';
import type { RulesFile } from '../../../backend-stub/creation/rules-file.ts';
import { rulesWarnings } from '../../../backend-stub/creation/rules-warnings.ts';

const fileWith = (
  prefixes: Readonly<Record<string, Permissions>>,
  { isOn = true, provider = 'aggregate', enabled = true } = {},
): RulesFile =>
  readRulesFile(
    JSON.stringify({
      fiat: { restrictApplicationCreation: isOn, admin: { roles: ['admins'] } },
      auth: {
        permissions: {
          provider: { application: provider },
          source: {
            application: {
              prefix: {
                enabled,
                prefixes: Object.entries(prefixes).map(([prefix, permissions]) => ({ prefix, permissions })),
              },
            },
          },
        },
      },
    }),
  );
const everything = (role: string): Permissions => ({ CREATE: [role], READ: [role], EXECUTE: [role], WRITE: [role] });

describe('the table of who may create what', () => {
  it('joins what counts for each prefix, and has a row for names that none matches', () => {
    const table = creatorsTable(fileWith({ 'SHOP-*': everything('shop'), 'shop-web': { READ: ['web'] } }));
    expect(table.map(({ prefix, creators, holders }) => [prefix, creators, holders.READ])).toEqual([
      ['SHOP-*', { kind: 'roles', roles: ['shop'] }, ['shop']],
      ['shop-web', { kind: 'roles', roles: ['shop'] }, ['shop', 'web']],
      [undefined, { kind: 'everyone', because: 'noMatchingPrefix' }, 'everyone'],
    ]);
  });

  it('has all other names under "*" where that stands', () => {
    const table = creatorsTable(fileWith({ '*': everything('all'), 'shop*': everything('shop') }));
    expect(table.map(({ prefix, creators }) => [prefix, creators])).toEqual([
      ['*', { kind: 'roles', roles: ['all'] }],
      ['shop*', { kind: 'roles', roles: ['all', 'shop'] }],
    ]);
  });
});

describe('what the prefixes change for applications that exist', () => {
  const applications = [
    { name: 'open', permissions: {} },
    { name: 'shop-open', permissions: {} },
    { name: 'shop-own', permissions: { READ: ['a'], WRITE: ['a'] } },
    { name: 'shop-run', permissions: { READ: ['a'], EXECUTE: ['b'], WRITE: ['a'] } },
    { name: 'elsewhere', permissions: { READ: ['a'] } },
  ];
  const told = (file: RulesFile): unknown => {
    const effects = effectsOf(file, applications);
    return effects.kind === 'unknown'
      ? effects
      : [effects.isSoAlready, effects.changed.map(({ name, kind }) => `${name} ${kind}`)];
  };

  it('closes open ones, takes EXECUTE from who had it by READ, and adds roles to the others', () => {
    expect(told(fileWith({ 'shop*': everything('shop') }))).toEqual([
      true,
      ['shop-open closed', 'shop-own narrowed', 'shop-run widened'],
    ]);
  });

  it('hides each open one under "*" with CREATE alone from all but admins', () => {
    expect(told(fileWith({ '*': { CREATE: ['creators'] } }))).toEqual([true, ['open hidden', 'shop-open hidden']]);
  });

  it('is the same whether Fiat counts the prefixes already or not, and that is told', () => {
    const later = fileWith({ 'shop*': everything('shop') }, { isOn: false, provider: 'default', enabled: false });
    expect(told(later)).toEqual([false, ['shop-open closed', 'shop-own narrowed', 'shop-run widened']]);
  });

  it('is counted for all, and listed for the gravest', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ name: `app-${index}`, permissions: {} }));
    const effects = effectsOf(fileWith({ '*': { CREATE: ['c'] }, 'app-9*': everything('nine') }), many);
    expect(effects).toMatchObject({ counts: { hidden: 889, closed: 111, narrowed: 0, widened: 0, same: 0 } });
    expect(effects.kind === 'known' && effects.changed.length).toBe(200);
  });
});

describe('a warning', () => {
  const sentences = (file: RulesFile): string =>
    rulesWarnings(file)
      .map(({ sentence }) => sentence)
      .join('\n');
  const good = { '*': everything('ALL'), 'SHOP*': everything('SHOP') };

  it('is not given of rules that do what they say', () => {
    expect(sentences(fileWith(good))).toBe('');
  });

  it.each([
    [
      'a restriction without aggregate',
      fileWith(good, { provider: 'default' }),
      /is not aggregate: no prefix counts, and everybody may create everything/,
    ],
    ['a restriction without prefixes', fileWith({}), /but no prefix counts: everybody may create everything/],
    ['prefixes that are not enabled', fileWith(good, { enabled: false }), /prefix\.enabled is not true/],
    [
      'CREATE without the restriction',
      fileWith(good, { isOn: false }),
      /restrictApplicationCreation is not true: everybody may create/,
    ],
    ['no prefix for all names', fileWith({ 'SHOP*': everything('a') }), /No prefix is "\*"/],
    ['a prefix without CREATE', fileWith({ 'SHOP*': { READ: ['a'] } }), /SHOP\* names no role for CREATE/],
    [
      '"*" with CREATE alone',
      fileWith({ '*': { CREATE: ['a'] } }),
      /every application without permissions of its own is hidden/,
    ],
    [
      'a prefix with CREATE alone',
      fileWith({ 'X*': { CREATE: ['a'] } }),
      /applications under it without permissions of their own are hidden/,
    ],
    ['a star in the middle', fileWith({ 'A*B': everything('a') }), /Only a star at the end stands for more: A\*B/],
    ['small letters before 2026.0', fileWith({ ...good, 'x*': everything('a') }), /Before Spinnaker 2026\.0/],
    ['a prefix that says nothing', fileWith({ ...good, 'X*': {} }), /X\* names no role for anything/],
    [
      'WRITE without READ',
      fileWith({ '*': { CREATE: ['c'], READ: ['r'], WRITE: ['w'] } }),
      /WRITE does not give READ: w may change/,
    ],
  ])('is given of %s', (_what, file, expected) => {
    expect(sentences(file)).toMatch(expected);
  });

  it('of a prefix that has CREATE by a wider one is not given', () => {
    expect(sentences(fileWith({ '*': everything('ALL'), 'SHOP*': { READ: ['a'] } }))).toBe('');
  });

  it('has the prefix and its line', () => {
    const file = readRulesFile(`auth.permissions:
  provider.application: aggregate
  source.application.prefix:
    enabled: true
    prefixes:
      - prefix: "A*B"
        permissions: {READ: [a], CREATE: [a]}
`);
    expect(rulesWarnings(file)).toContainEqual(expect.objectContaining({ prefix: 'A*B', line: 6 }));
  });
});

describe('the block for fiat-local.yml', () => {
  it('gives the same rules when it is read again, with the restriction on', () => {
    const file = fileWith({ '*': everything('all'), 'y: #*': { READ: ['no', '12', 'a b'] } }, { isOn: false });
    const again = readRulesFile(fiatBlock(switchedOn(file)));
    expect(again.rules).toEqual({ ...file.rules, restrictApplicationCreation: true });
  });

  it('is an example that works where there are no rules yet', () => {
    const example = readRulesFile(fiatBlock(undefined));
    expect(example.rules).toMatchObject({ provider: 'aggregate', restrictApplicationCreation: true });
    expect(rulesWarnings(example).map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^Before Spinnaker 2026/),
    ]);
  });
});

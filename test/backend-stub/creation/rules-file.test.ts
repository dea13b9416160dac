import { prefixRoles, usablePrefixes } from '../../../backend-stub/creation/explain-name.ts';
import { readRulesFile, RulesUnreadable } from '../../../backend-stub/creation/rules-file.ts';
import type { RulesFile } from '../../../backend-stub/creation/rules-file.ts';

/** As an operator writes it, among other keys of the same file. */
const written = `server:
  port: 7003
fiat:
  restrictApplicationCreation: true
  executeFallback: WRITE
  admin:
    roles:
      - Spin-Admins
auth:
  groupMembership:
    service: ldap
  permissions:
    provider:
      application: aggregate
    source:
      application:
        prefix:
          enabled: true
          resolutionStrategy: MOST_SPECIFIC
          prefixes:
            - prefix: "teama-*"
              permissions:
                CREATE: [Team-A]
                READ: team-a, oncall
            - prefix: billing
              permissions: {}
`;

const read = (text: string): Omit<RulesFile, 'about'> => {
  const { about: _function, ...file } = readRulesFile(text);
  return file;
};
const problemsOf = (text: string): readonly string[] => {
  try {
    readRulesFile(text);
    return [];
  } catch (error) {
    if (!(error instanceof RulesUnreadable)) throw error;
    return error.problems.map(({ where, sentence }) => `${where}: ${sentence}`);
  }
};
const withPrefixes = (lines: string): string => `auth.permissions.source.application.prefix:
  enabled: true
  prefixes:
${lines}`;

describe("the operator's copy of Fiat's rules", () => {
  it('is read as Fiat reads it, and whatever else stands in the file is left alone', () => {
    expect(read(written)).toEqual({
      rules: {
        provider: 'aggregate',
        resolutionStrategy: 'MOST_SPECIFIC',
        executeFallback: 'WRITE',
        restrictApplicationCreation: true,
        adminRoles: ['Spin-Admins'],
        prefixes: [
          { prefix: 'teama-*', permissions: { CREATE: ['Team-A'], READ: ['team-a', 'oncall'] } },
          { prefix: 'billing', permissions: {} },
        ],
      },
      disabledPrefixes: [],
      lines: [21, 25],
    });
  });

  it('has the defaults of Fiat where nothing is said', () => {
    expect(read('server: {port: 7003}\n')).toEqual({
      rules: {
        provider: 'default',
        resolutionStrategy: 'AGGREGATE',
        executeFallback: 'READ',
        restrictApplicationCreation: false,
        adminRoles: [],
        prefixes: [],
      },
      disabledPrefixes: [],
      lines: [],
    });
    expect(readRulesFile('').rules.prefixes).toEqual([]);
  });

  it('may have its keys with dots, with dashes, in other letters, and lists as one text, as Spring takes them all', () => {
    const { rules } = readRulesFile(`
fiat.restrict-application-creation: "on"
fiat.admin.roles: a, b
auth.permissions:
  provider.application: AGGREGATE
  source.application.prefix:
    enabled: true
    resolution-strategy: most-specific
    prefixes: [{prefix: x*, permissions: {create: c}}]
`);
    expect(rules).toMatchObject({ restrictApplicationCreation: true, adminRoles: ['a', 'b'], provider: 'aggregate' });
    expect(rules).toMatchObject({
      resolutionStrategy: 'MOST_SPECIFIC',
      prefixes: [{ prefix: 'x*', permissions: { CREATE: ['c'] } }],
    });
  });

  it('may say a list of roles once and refer to it', () => {
    const { rules } = readRulesFile(
      withPrefixes('    - {prefix: a*, permissions: {READ: &all [x, y], WRITE: *all}}\n'),
    );
    expect(rules.prefixes[0]?.permissions).toEqual({ READ: ['x', 'y'], WRITE: ['x', 'y'] });
  });

  it('has prefixes that do not count where their source is not enabled', () => {
    const text = withPrefixes('    - {prefix: a*, permissions: {READ: [x]}}\n').replace(
      'enabled: true',
      'enabled: false',
    );
    expect(readRulesFile(text)).toMatchObject({ rules: { prefixes: [] }, disabledPrefixes: [{ prefix: 'a*' }] });
  });

  it('tells of everything that is wrong in it at once, each with its line', () => {
    expect(
      problemsOf(`fiat:
  restrictApplicationCreation: perhaps
  executeFallback: \${FALLBACK}
auth.permissions.source.application.prefix:
  enabled: true
  prefixes:
    - prefix: ""
      permissions:
        READ: [a]
    - prefix: shop*
      permissions:
        REED: [b]
        WRITE: {c: d}
`),
    ).toEqual([
      'line 2: fiat.restrictApplicationCreation must be one of true, false, on, off, yes, no, and not "perhaps"',
      'line 3: ${FALLBACK} stands for something that only Fiat knows; write it out here',
      'line 7: a prefix must not be empty: Fiat does not start with it',
      'line 12: REED is no authorization; there are READ, WRITE, EXECUTE, CREATE',
      'line 13: WRITE must be a list',
    ]);
  });

  it.each([
    ['no YAML', 'fiat: [\n', /^line 2: it is no YAML: /],
    [
      'a key that stands twice',
      'fiat: {admin: {roles: [a]}}\nfiat.admin.roles: [b]\n',
      /^line 2: .* stands here twice$/,
    ],
    ['a list of prefixes that is none', 'auth.permissions.source.application.prefix.prefixes: a\n', /must be a list/],
    ['a tab for space', 'fiat:\n\tadmin: {}\n', /^line 2: it is no YAML: /],
  ])('is refused with %s', (_what, text, expected) => {
    expect(problemsOf(text)[0]).toMatch(expected);
  });

  it('names the roles that can be completed, which are those of prefixes and not of admins, and the prefixes that somebody may use', () => {
    const file = readRulesFile(written);
    expect(prefixRoles(file.rules)).toEqual(['oncall', 'team-a']);
    expect(usablePrefixes(file, ['TEAM-A'])).toEqual(['teama-*']);
    expect(usablePrefixes(file, ['oncall'])).toEqual([]);
    expect(usablePrefixes(readRulesFile(written.replace('Creation: true', 'Creation: false')), ['team-a'])).toEqual([]);
  });
});

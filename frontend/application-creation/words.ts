import type { Creators } from '../../backend-stub/contract/application-rules.ts';
import type { CreationAnswer } from '../../backend-stub/contract/creation.ts';
import type {
  ApplicationEffect,
  CreatorsRow,
  EffectKind,
  RulesFileState,
  RulesSettings,
} from '../../backend-stub/contract/creation-overview.ts';
import { effectivePermissions, heldAuthorizations } from '../../backend-stub/contract/effective-permissions.ts';
import type { HeldAuthorization, Holders } from '../../backend-stub/contract/effective-permissions.ts';
import { authorizationWords, rolesWords } from '../view/rights-words.ts';

export const notConfigured =
  'The stage service has no copy of Fiat’s rules: set applicationCreation.fiatFile in its configuration to the path of your fiat-local.yml.';

export const effectWords: Readonly<Record<EffectKind, { readonly label: string; readonly meaning: string }>> = {
  hidden: { label: 'Hidden', meaning: 'Everybody saw it, and then only admins do.' },
  closed: { label: 'Closed', meaning: 'It was open to everybody, and then some roles have it.' },
  narrowed: {
    label: 'Narrowed',
    meaning: 'Somebody can’t run its pipelines any more, since a prefix names roles for it.',
  },
  widened: { label: 'Widened', meaning: 'Roles are added to those that it names.' },
  same: { label: 'Unchanged', meaning: 'The same people can do the same.' },
};

export function creatorsWords(creators: Creators): string {
  if (creators.kind === 'roles') return rolesWords(creators.roles);
  return creators.because === 'restrictionOff' ? 'everyone, since nothing is restricted' : 'everyone';
}

export function prefixWords({ prefix }: Pick<CreatorsRow, 'prefix'>): string {
  return prefix ?? 'every other name';
}

export function fileWords({ path, isInForce, problems }: RulesFileState): string {
  if (problems.length === 0) return `Read from ${path}.`;
  return isInForce
    ? `${path} has errors. What it said before stays in force here until they are mended.`
    : `${path} can’t be read, and no rules are shown until it can.`;
}

export function settingsWords(settings: RulesSettings): readonly (readonly [term: string, value: string])[] {
  const { restrictApplicationCreation, provider, resolutionStrategy, executeFallback, adminRoles, prefixes } = settings;
  return [
    ['Creation', restrictApplicationCreation ? 'restricted by the prefixes' : 'not restricted: everybody may create'],
    ['Prefixes', provider === 'aggregate' ? `${prefixes}, and Fiat counts them` : `${prefixes}, and Fiat counts none`],
    [
      'Where several match',
      resolutionStrategy === 'AGGREGATE' ? 'all count together' : 'the most specific one counts alone',
    ],
    ['EXECUTE without a role', `whoever has ${executeFallback}`],
    ['Admins', adminRoles.length === 0 ? 'no role is named' : rolesWords(adminRoles)],
  ];
}

/** What is found is a part of a prefix or of a role that may create, in any case. */
export function foundRows(rows: readonly CreatorsRow[], find: string): readonly CreatorsRow[] {
  const wanted = find.trim().toLowerCase();
  return rows.filter((row) =>
    [prefixWords(row), creatorsWords(row.creators), ...rolesOf(row.creators)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
}

export function foundEffects(effects: readonly ApplicationEffect[], find: string): readonly ApplicationEffect[] {
  const wanted = find.trim().toLowerCase();
  return effects.filter(({ name, prefixes, kind }) =>
    [name, effectWords[kind].label, ...prefixes].some((text) => text.toLowerCase().includes(wanted)),
  );
}

function rolesOf(creators: Creators): readonly string[] {
  return creators.kind === 'roles' ? creators.roles : [];
}

/** What is known of a name that was tried, beside the verdict. */
export function answerFacts(answer: CreationAnswer): readonly (readonly [term: string, value: string])[] {
  const { name, user, roles, taken, explained } = answer;
  return [
    ...(taken === 'no' ? [] : [['Name', takenWords[taken]] as const]),
    ...(roles === undefined ? [] : [[user === undefined ? 'Roles' : `Roles of ${user}`, noneOr(roles)] as const]),
    ...(explained === undefined
      ? []
      : [
          ['Prefixes that count', noneOr(explained.rules.prefixes.map(({ prefix }) => prefix))] as const,
          ['May create it', creatorsWords(explained.creators)] as const,
          ...holdersFacts(effectivePermissions(explained.rules, { name, permissions: {} })),
        ]),
  ];
}

const takenWords = {
  yes: 'taken: there is such an application',
  unknown: 'nobody could say whether it is taken',
} as const;

function holdersFacts(holders: Readonly<Record<HeldAuthorization, Holders>>): readonly (readonly [string, string])[] {
  return heldAuthorizations.map((one) => {
    const held = holders[one];
    return [
      `${authorizationWords[one]}, by prefixes`,
      rolesWords(held.kind === 'everyone' ? 'everyone' : held.roles.map(({ role }) => role)),
    ];
  });
}

function noneOr(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.join(', ');
}

import { folded, isRestricted, rolesFor } from '../contract/authorization.ts';
import type { PrefixRule } from '../contract/application-rules.ts';
import type { RulesWarning } from '../contract/creation-overview.ts';
import { writersWithoutRead, effectivePermissions } from '../contract/effective-permissions.ts';
import { beginningOf } from './creators-table.ts';
import { rulesByName } from './rules-by-name.ts';
import { switchedOn } from './effects.ts';
import type { RulesFile } from './rules-file.ts';

/** What is known to go otherwise than it reads, of rules that Fiat takes without a word. */
export function rulesWarnings(file: RulesFile): readonly RulesWarning[] {
  const written = [...file.rules.prefixes, ...file.disabledPrefixes];
  const about = rulesByName(switchedOn(file));
  const ofPrefixes = written.flatMap((rule, index) => {
    const line = file.lines[index];
    const place = { prefix: rule.prefix, ...(line === undefined ? {} : { line }) };
    return sentencesOf(rule, about).map((sentence) => ({ sentence, ...place }));
  });
  return [...wholeSentences(file, written).map((sentence) => ({ sentence })), ...ofPrefixes];
}

function wholeSentences({ rules, disabledPrefixes }: RulesFile, written: readonly PrefixRule[]): readonly string[] {
  const { restrictApplicationCreation: isOn, provider } = rules;
  const namesCreators = written.some(({ permissions }) => rolesFor(permissions, 'CREATE').length > 0);
  const isCaught = written.some(({ prefix }) => folded(prefix) === '*');
  const isUnheard = provider === 'default' && written.length > 0;
  return [
    ...when(
      isOn && provider === 'default',
      'The creation of applications is restricted, but auth.permissions.provider.application is not aggregate: no prefix counts, and everybody may create everything.',
    ),
    ...when(
      isOn && provider === 'aggregate' && rules.prefixes.length === 0,
      'The creation of applications is restricted, but no prefix counts: everybody may create everything.',
    ),
    ...when(isUnheard && !isOn, 'auth.permissions.provider.application is not aggregate: no prefix counts.'),
    ...when(
      disabledPrefixes.length > 0,
      'There are prefixes, but auth.permissions.source.application.prefix.enabled is not true: Fiat does not look at them.',
    ),
    ...when(
      !isOn && namesCreators,
      'Prefixes name roles for CREATE, but fiat.restrictApplicationCreation is not true: everybody may create everything.',
    ),
    ...when(
      isOn && rules.prefixes.length > 0 && !isCaught,
      'No prefix is "*": names that no prefix matches may be taken by everybody.',
    ),
    ...when(
      written.some(({ prefix }) => /[a-z]/.test(prefix)),
      'Before Spinnaker 2026.0, prefixes were compared with their case, with names in upper case: there, prefixes with small letters match nothing.',
    ),
  ];
}

function sentencesOf(
  { prefix, permissions }: PrefixRule,
  about: ReturnType<typeof rulesByName<ReturnType<typeof switchedOn>>>,
): readonly string[] {
  const name = beginningOf(prefix);
  const rules = about(name);
  const effective = effectivePermissions(rules, { name, permissions: {} });
  const { READ } = effective;
  const creators = rules.prefixes.flatMap((rule) => rolesFor(rule.permissions, 'CREATE'));
  const unseeing = writersWithoutRead(effective);
  const isCatchAll = folded(prefix) === '*';
  return [
    ...when(
      folded(prefix).slice(0, -1).includes('*'),
      `Only a star at the end stands for more: ${prefix} matches no name that an application has.`,
    ),
    ...when(!isRestricted(permissions), `${prefix} names no role for anything, so that it changes nothing.`),
    ...when(
      isRestricted(permissions) && creators.length === 0,
      `${prefix} names no role for CREATE, and no wider prefix does: admins only may create such applications.`,
    ),
    ...when(
      READ.kind === 'roles' && READ.roles.length === 0,
      isCatchAll
        ? '"*" names roles, but none for READ: every application without permissions of its own is hidden from all but admins.'
        : `${prefix} names roles, but none for READ: applications under it without permissions of their own are hidden from all but admins.`,
    ),
    ...when(
      unseeing.length > 0 && READ.kind === 'roles' && READ.roles.length > 0,
      `Under ${prefix}, WRITE does not give READ: ${unseeing.join(', ')} may change what they can not see.`,
    ),
  ];
}

function when(isSo: boolean, sentence: string): readonly string[] {
  return isSo ? [sentence] : [];
}

import { creatorsOf, mayCreate, prefixesFor } from '../contract/application-rules.ts';
import type { ApplicationRules } from '../contract/application-rules.ts';
import { authorizations, holdsOneOf, rolesFor } from '../contract/authorization.ts';
import type { CreationExplanation } from '../contract/creation.ts';
import { beginningOf } from './creators-table.ts';
import type { RulesFile } from './rules-file.ts';

export interface Creator {
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
}

/** What the rules say about one name to somebody: nothing of prefixes that do not count for it, but for those he may use. */
export function explainName(file: RulesAbout, name: string, creator: Creator): CreationExplanation {
  const rules = file.about(name);
  const { provider, resolutionStrategy, executeFallback } = rules;
  return {
    rules: { provider, resolutionStrategy, executeFallback, prefixes: prefixesFor(rules, name) },
    creators: creatorsOf(rules, name),
    usable: creator.isAdmin ? [] : usablePrefixes(file, creator.roles),
  };
}

export type RulesAbout = Pick<RulesFile, 'rules' | 'about'>;

/** Those that name one of these roles for CREATE, unless another one that counts more takes it from the names below them. */
export function usablePrefixes({ rules, about }: RulesAbout, roles: readonly string[]): readonly string[] {
  if (!rules.restrictApplicationCreation || rules.provider === 'default') return [];
  const isUsable = (begin: string): boolean => mayCreate(about(begin), begin, roles);
  const usable = rules.prefixes.filter(
    ({ prefix, permissions }) => holdsOneOf(roles, rolesFor(permissions, 'CREATE')) && isUsable(beginningOf(prefix)),
  );
  return [...new Set(usable.map(({ prefix }) => prefix))].sort();
}

/**
 * All that prefixes name, folded and sorted, without repeats. Who the admins are is nobody's business who only wants to name a role,
 * and naming theirs would give them nothing.
 */
export function prefixRoles({ prefixes }: ApplicationRules): readonly string[] {
  const named = prefixes.flatMap(({ permissions }) => authorizations.flatMap((one) => rolesFor(permissions, one)));
  return [...new Set(named)].sort();
}

import { prefixesFor } from '../contract/application-rules.ts';
import type { Application, ApplicationRules } from '../contract/application-rules.ts';
import { effectKinds, mostEffects } from '../contract/creation-overview.ts';
import type {
  ApplicationEffect,
  CreationEffects,
  EffectKind,
  RolesByAuthorization,
} from '../contract/creation-overview.ts';
import { heldAuthorizations } from '../contract/effective-permissions.ts';
import { holdersOf } from './creators-table.ts';
import { rulesByName } from './rules-by-name.ts';
import type { RulesFile } from './rules-file.ts';

/** What the prefixes of the file change for these applications, whether Fiat counts them yet or not. */
export function effectsOf(file: RulesFile, applications: readonly Application[]): CreationEffects {
  const about = rulesByName(switchedOn(file));
  const counts = { hidden: 0, closed: 0, narrowed: 0, widened: 0, same: 0 };
  const changed: ApplicationEffect[] = [];
  for (const application of applications) {
    const rules = about(application.name);
    const [before, holders] = [
      holdersOf({ ...rules, provider: 'default' }, application),
      holdersOf(rules, application),
    ];
    const kind = kindOf(before, holders);
    counts[kind] += 1;
    if (kind === 'same') continue;
    const prefixes = prefixesFor(rules, application.name).map(({ prefix }) => prefix);
    changed.push({ name: application.name, kind, prefixes, holders });
  }
  const isSoAlready = file.rules.provider === 'aggregate' && file.rules.prefixes.length > 0;
  return { kind: 'known', isSoAlready, counts, changed: changed.sort(byGravity).slice(0, mostEffects) };
}

/** The rules as they would be with all prefixes counting and the creation restricted by them. */
export function switchedOn({ rules, disabledPrefixes }: RulesFile): ApplicationRules {
  const prefixes = [...rules.prefixes, ...disabledPrefixes];
  return { ...rules, provider: 'aggregate', restrictApplicationCreation: true, prefixes };
}

function kindOf(before: RolesByAuthorization, after: RolesByAuthorization): EffectKind {
  if (before.READ === 'everyone')
    return after.READ === 'everyone' ? 'same' : after.READ.length > 0 ? 'closed' : 'hidden';
  if (heldAuthorizations.some((word) => !includesAll(after[word], before[word]))) return 'narrowed';
  return heldAuthorizations.every((word) => includesAll(before[word], after[word])) ? 'same' : 'widened';
}

function includesAll(all: 'everyone' | readonly string[], some: 'everyone' | readonly string[]): boolean {
  if (all === 'everyone') return true;
  return some !== 'everyone' && some.every((role) => all.includes(role));
}

function byGravity(left: ApplicationEffect, right: ApplicationEffect): number {
  return effectKinds.indexOf(left.kind) - effectKinds.indexOf(right.kind) || (left.name < right.name ? -1 : 1);
}

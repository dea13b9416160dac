import { own, prefixesFor } from '../contract/application-rules.ts';
import type { Application, ApplicationRules, PrefixRule } from '../contract/application-rules.ts';
import { effectKinds, mostEffects } from '../contract/creation-overview.ts';
import type { ApplicationEffect, CreationEffects } from '../contract/creation-overview.ts';
import { holdersOf } from './creators-table.ts';
import { addedBy, effectKind } from './effect-kind.ts';
import type { Added } from './effect-kind.ts';
import { rulesByName } from './rules-by-name.ts';
import type { RulesFile } from './rules-file.ts';

/** What the prefixes of the file change for these applications, whether Fiat counts them yet or not. */
export function effectsOf(file: RulesFile, applications: readonly Application[]): CreationEffects {
  const about = rulesByName(switchedOn(file));
  const addedOnce = once();
  const counts = { hidden: 0, closed: 0, narrowed: 0, widened: 0, same: 0 };
  const changed: Changed[] = [];
  for (const application of applications) {
    const rules = about(application.name);
    const kind = effectKind(own(application.permissions), addedOnce(prefixesFor(rules, application.name)), rules);
    counts[kind] += 1;
    if (kind !== 'same') changed.push({ application, kind });
  }
  const shown = changed.sort(byGravity).slice(0, mostEffects);
  return {
    kind: 'known',
    isSoAlready: file.rules.provider === 'aggregate' && file.rules.prefixes.length > 0,
    counts,
    changed: shown.map(({ application, kind }) => {
      const rules = about(application.name);
      const prefixes = prefixesFor(rules, application.name).map(({ prefix }) => prefix);
      return { name: application.name, kind, prefixes, holders: holdersOf(rules, application) };
    }),
  };
}

/** The rules as they would be with all prefixes counting and the creation restricted by them. */
export function switchedOn({ rules, disabledPrefixes }: RulesFile): ApplicationRules {
  const prefixes = [...rules.prefixes, ...disabledPrefixes];
  return { ...rules, provider: 'aggregate', restrictApplicationCreation: true, prefixes };
}

/** `addedBy`, made once for each set of prefixes. */
function once(): (prefixes: readonly PrefixRule[]) => Added {
  const known = new Map<string, Added>();
  return (prefixes) => {
    const key = JSON.stringify(prefixes.map(({ prefix }) => prefix));
    const added = known.get(key) ?? addedBy(prefixes);
    known.set(key, added);
    return added;
  };
}

type Changed = { readonly application: Application; readonly kind: ApplicationEffect['kind'] };

function byGravity(left: Changed, right: Changed): number {
  const graver = effectKinds.indexOf(left.kind) - effectKinds.indexOf(right.kind);
  return graver || (left.application.name < right.application.name ? -1 : 1);
}

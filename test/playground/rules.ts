import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { authorizationsOn } from '../../backend-stub/contract/application-rules.ts';
import type { Application, ApplicationRules } from '../../backend-stub/contract/application-rules.ts';
import { readRulesFile } from '../../backend-stub/creation/rules-file.ts';
import type { FiatView } from '../spinnaker/fiat.ts';

export const rulesPath = fileURLToPath(new URL('./fiat-local.yml', import.meta.url));

export function readRules(): ApplicationRules {
  return readRulesFile(readFileSync(rulesPath, 'utf8')).rules;
}

/** The same view with what Fiat says of these applications. */
export function withApplications(view: FiatView, rules: ApplicationRules, known: readonly Application[]): FiatView {
  const roles = view.roles.map(({ name }) => name);
  const applications = known.flatMap((application) => {
    const authorizations = authorizationsOn(rules, application, roles);
    return authorizations.length === 0 ? [] : [{ name: application.name.toUpperCase(), authorizations }];
  });
  return { ...view, applications };
}

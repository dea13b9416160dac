import { defaultAdvice } from '../contract/creation.ts';
import type { CreationAdvice } from '../contract/creation.ts';
import { defined } from '../contract/defined.ts';
import type { RulesInForce } from '../creation/rules-in-force.ts';
import type { ApplicationCreation, Applications } from '../creation/application-creation.ts';
import type { AccountRoles } from './clouddriver.ts';
import type { FiatViews } from './fiat.ts';

export interface CreationSources {
  /** Absent with `access: open`: everybody may create everything. */
  readonly fiat?: Pick<FiatViews, 'mayCreate'>;
  readonly applications?: Applications;
  readonly clouddriver?: Pick<AccountRoles, 'named'>;
  readonly rules?: () => RulesInForce;
  readonly advice?: CreationAdvice;
}

/** What is known about creating applications, of as much as is configured. */
export function applicationCreation({
  fiat,
  applications,
  clouddriver,
  ...told
}: CreationSources): ApplicationCreation {
  return {
    mayCreate: async (user, name) => fiat === undefined || fiat.mayCreate(user, name),
    ...defined({ applications }),
    accountRoles: async () => clouddriver?.named() ?? [],
    rules: told.rules ?? (() => ({ problems: [] })),
    advice: told.advice ?? defaultAdvice,
  };
}

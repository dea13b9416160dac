import type { ServiceAccount } from '../contract/service-accounts.ts';

/**
 * What is to be said of a service account, the gravest first. `missing`: pipelines run as it, and it does not exist. `no-roles`: Fiat lets
 * nobody use it, and it may what everybody may. `pipeline-gone`: it was managed for a pipeline that is gone. `unused`: no pipeline
 * runs as it. `unknown`: where it is used could not be told.
 */
export const accountStandings = ['missing', 'no-roles', 'pipeline-gone', 'unused', 'unknown', 'in-use'] as const;
export type AccountStanding = (typeof accountStandings)[number];

/** At least one. */
export function standingsOf(account: ServiceAccount): readonly AccountStanding[] {
  const found = accountStandings.filter((standing) => isSo[standing](account));
  return found.length === 0 ? ['in-use'] : found;
}

const isSo: Readonly<Record<AccountStanding, (account: ServiceAccount) => boolean>> = {
  missing: ({ exists }) => exists === false,
  'no-roles': ({ exists, roles }) => exists === true && roles?.length === 0,
  'pipeline-gone': ({ pipelineIsGone }) => pipelineIsGone === true,
  unused: (account) => account.uses !== undefined && !isRunBySome(account) && account.isUsedElsewhere !== true,
  unknown: ({ uses }) => uses === undefined,
  'in-use': (account) => isRunBySome(account) || account.isUsedElsewhere === true,
};

function isRunBySome({ uses = [] }: ServiceAccount): boolean {
  return uses.some(({ triggers }) => triggers.length > 0);
}

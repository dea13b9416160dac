import { allowedOnApplication } from '../access/evaluator.ts';
import type { UserPermissions } from '../access/permissions.ts';
import { folded } from '../contract/authorization.ts';
import { neutralise } from '../contract/expressions.ts';
import { isRefusal, withFullStop, type Refusal } from '../contract/refusal.ts';
import type { AccountUse, ServiceAccount, ServiceAccounts } from '../contract/service-accounts.ts';
import { lacking } from '../pipelines/edit-rights.ts';
import { serviceAccountsFor } from '../pipelines/service-accounts.ts';
import type { AccountsCaller, KnownAccount, PipelineIdentities } from '../pipelines/service-accounts.ts';
import type { Pipelines } from '../ports.ts';
import { knownCaller, noFront50, openAccess } from './known-caller.ts';
import type { Services } from './services.ts';

export type ServiceAccountsView = { readonly kind: 'found'; readonly accounts: ServiceAccounts } | Refusal;

const what = 'Viewing service accounts';

/** Admins see all; others those that Fiat lets them use, and those that stand in pipelines of applications that they may read. */
export async function viewServiceAccounts(services: Services, user: string): Promise<ServiceAccountsView> {
  const { authorizations, pipelines } = services;
  const permissions = await knownCaller(services, user, what);
  if (isRefusal(permissions)) return permissions;
  if (pipelines === undefined) return noFront50(what);
  const [accounts, listed] = await Promise.all([pipelines.serviceAccounts(), listedOrWhy(pipelines)]);
  const known = { accounts: [...accounts.values()], ...('why' in listed ? {} : { pipelines: listed.all }) };
  const told = serviceAccountsFor(known, callerOf(permissions));
  return {
    kind: 'found',
    accounts: {
      scope: permissions.admin ? 'all' : 'yours',
      accounts: told.map(harmless),
      gaps: [
        ...(authorizations.mode === 'open' ? [openAccess] : []),
        ...('why' in listed ? [`Where the accounts are used is not known. ${neutralise(listed.why)}`] : []),
      ],
    },
  };
}

/** Accounts are told also while their pipelines can not be: the list of these is large, and late before it is missing. */
async function listedOrWhy(
  pipelines: Pipelines,
): Promise<{ readonly all: readonly PipelineIdentities[] } | { readonly why: string }> {
  try {
    return { all: await pipelines.all() };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'PipelinesUnavailable') throw error;
    return { why: withFullStop(error.message) };
  }
}

function callerOf(permissions: UserPermissions): AccountsCaller {
  return {
    seesAll: permissions.admin,
    mayUse: (account) => mayUse(permissions, account),
    mayRead: (application) => permissions.admin || allowedOnApplication(permissions, application, 'READ'),
  };
}

/** Fiat's word; where its view says nothing, its rule: all of the roles, and one without any is nobody's. */
function mayUse({ serviceAccounts, roles }: UserPermissions, account: KnownAccount): boolean {
  if (serviceAccounts !== undefined) return serviceAccounts.has(folded(account.name));
  return account.roles.length > 0 && lacking(roles, account.roles).length === 0;
}

/** Names stand in pipelines as anybody wrote them. */
function harmless({ name, uses, ...account }: ServiceAccount): ServiceAccount {
  return { ...account, name: neutralise(name), ...(uses === undefined ? {} : { uses: uses.map(harmlessUse) }) };
}

function harmlessUse({ pipeline, application, ...use }: AccountUse): AccountUse {
  return { ...use, pipeline: neutralise(pipeline), application: neutralise(application) };
}

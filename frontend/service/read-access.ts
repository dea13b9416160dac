import type { ApplicationsAccess } from '../../backend-stub/contract/applications-access.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import type { AccountUse, ServiceAccount, ServiceAccounts } from '../../backend-stub/contract/service-accounts.ts';
import type { Part } from './part.ts';
import { readPermissions, readRules } from './read-creation.ts';

export function readServiceAccounts(part: Part): ServiceAccounts {
  return {
    scope: part.word('scope', ['all', 'yours'] as const),
    accounts: part.list('accounts', readAccount),
    gaps: part.texts('gaps'),
  };
}

function readAccount(part: Part): ServiceAccount {
  const flagIfAny = (key: string): boolean | undefined => (part.has(key) ? part.flag(key) : undefined);
  return {
    name: part.text('name'),
    mayUse: part.flag('mayUse'),
    ...defined({
      exists: flagIfAny('exists'),
      roles: part.has('roles') ? part.texts('roles') : undefined,
      uses: part.has('uses') ? part.list('uses', readUse) : undefined,
      isUsedElsewhere: flagIfAny('isUsedElsewhere'),
      pipelineIsGone: flagIfAny('pipelineIsGone'),
    }),
  };
}

function readUse(part: Part): AccountUse {
  return {
    application: part.text('application'),
    id: part.text('id'),
    pipeline: part.text('pipeline'),
    triggers: part.texts('triggers'),
    isOn: part.flag('isOn'),
  };
}

export function readApplicationsAccess(part: Part): ApplicationsAccess {
  return {
    isAdmin: part.flag('isAdmin'),
    applications: part.list('applications', (one) => ({
      name: one.text('name'),
      permissions: readPermissions(one.part('permissions')),
    })),
    ...defined({ rules: part.has('rules') ? readToldRules(part.part('rules')) : undefined }),
    gaps: part.texts('gaps'),
  };
}

function readToldRules(part: Part): ApplicationsAccess['rules'] {
  return { ...readRules(part), restrictApplicationCreation: part.flag('restrictApplicationCreation') };
}

import { AccountService, ApplicationNameValidator, ApplicationReader, REST, SETTINGS } from '@spinnaker/core';
import { isFields } from '../../backend-stub/contract/reading.ts';
import type { Author, CreationHost, HostFacts, NameFinding, Offer } from '../create-application/host.ts';
import { fieldOf } from './field-of.ts';
import { ProviderFields } from './provider-fields.tsx';
import { answered } from './requests.ts';
import { taskGate } from './task-gate.ts';

/** Deck's own readers where it has one that both generations have, and Gate where not. */
export function creationHost(): CreationHost {
  return {
    facts: hostFacts(SETTINGS),
    author: async () => readAuthor(await REST('/auth/user').get()),
    applicationNames: async () => textsAt(await ApplicationReader.listApplications(), 'name'),
    providers: async () => texts(await AccountService.listProviders()),
    checkName: async (name, providers) => {
      const findings: unknown = await ApplicationNameValidator.validate(name, [...providers]);
      return { errors: readFindings(findings, 'errors'), warnings: readFindings(findings, 'warnings') };
    },
    accountRoles: async () => listOf(await AccountService.listAllAccounts()).flatMap(rolesOfAccount),
    pagerDutyServices: async () => listOf(await REST('/pagerDuty/services').get()).flatMap(pagerDutyOffer),
    slackChannels: async () => listOf(await REST('/slack/channels').get()).flatMap(slackOffer),
    ...taskGate,
    application: (name) => answered(REST('/applications').path(name).query({ expand: false }).get()),
    ProviderFields,
  };
}

export function hostFacts(settings: unknown): HostFacts {
  const feature = (name: string): boolean => fieldOf(fieldOf(settings, 'feature'), name) === true;
  const sources = texts(fieldOf(settings, 'gitSources'));
  const port = fieldOf(settings, 'defaultInstancePort');
  return {
    features: {
      fiat: feature('fiatEnabled'),
      chaosMonkey: feature('chaosMonkey'),
      pagerDuty: feature('pagerDuty'),
      slack: feature('slack'),
    },
    repositoryTypes: sources.length === 0 ? ['stash', 'github', 'bitbucket', 'gitlab'] : sources,
    defaultInstancePort: typeof port === 'number' && port > 0 ? port : undefined,
    chaosMonkeyByDefault: fieldOf(fieldOf(settings, 'newApplicationDefaults'), 'chaosMonkey') === true,
    pagerDutyRequired: fieldOf(fieldOf(settings, 'pagerDuty'), 'required') === true,
  };
}

/** Gate answers an empty body to somebody who is not logged in. */
function readAuthor(body: unknown): Author {
  const name = fieldOf(body, 'username');
  if (typeof name !== 'string') throw new Error('Gate does not say who is logged in.');
  return { name, roles: texts(fieldOf(body, 'roles')), admin: fieldOf(body, 'isAdmin') === true };
}

function readFindings(findings: unknown, kind: 'errors' | 'warnings'): readonly NameFinding[] {
  return listOf(fieldOf(findings, kind)).map((one) => {
    const provider = fieldOf(one, 'cloudProvider');
    return { message: String(fieldOf(one, 'message')), ...(typeof provider === 'string' ? { provider } : {}) };
  });
}

/** Under `permissions` by right, and in the older list, which gives all of them. */
function rolesOfAccount(account: unknown): readonly string[] {
  const permissions = fieldOf(account, 'permissions');
  const byRight: readonly unknown[] = isFields(permissions) ? Object.values(permissions) : [];
  return [...byRight, fieldOf(account, 'requiredGroupMembership')].flatMap(texts);
}

function pagerDutyOffer(service: unknown): readonly Offer[] {
  const [id, label, value] = ['id', 'name', 'integration_key'].map((key) => fieldOf(service, key));
  if (typeof value !== 'string' || value === '' || typeof label !== 'string') return [];
  return [{ id: typeof id === 'string' ? id : label, label, value }];
}

/** Deck stores the whole channel. */
function slackOffer(channel: unknown): readonly Offer[] {
  const [id, label] = ['id', 'name'].map((key) => fieldOf(channel, key));
  return typeof id === 'string' && typeof label === 'string' ? [{ id, label, value: channel }] : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): readonly string[] {
  return listOf(value).filter((one): one is string => typeof one === 'string');
}

function textsAt(value: unknown, key: string): readonly string[] {
  return texts(listOf(value).map((one) => fieldOf(one, key)));
}

import type { PrefixRule } from '../../../backend-stub/contract/application-rules.ts';
import type { CreationAnswer } from '../../../backend-stub/contract/creation.ts';
import { defaultAdvice } from '../../../backend-stub/contract/creation.ts';
import type { CreationOverview } from '../../../backend-stub/contract/creation-overview.ts';

const payments: PrefixRule = {
  prefix: 'pay-*',
  permissions: { CREATE: ['payments'], READ: ['payments', 'audit'], WRITE: ['payments'] },
};
const underPay = { READ: ['payments', 'audit'], EXECUTE: ['payments', 'audit'], WRITE: ['payments'] };
const adminsOnly = { READ: [], EXECUTE: [], WRITE: [] };
const everyone = { READ: 'everyone', EXECUTE: 'everyone', WRITE: 'everyone' } as const;

const overview: CreationOverview = {
  file: { path: '/etc/gennaker/fiat-local.yml', isInForce: true, problems: [] },
  settings: {
    ...{ restrictApplicationCreation: false, provider: 'default', resolutionStrategy: 'AGGREGATE' },
    ...{ executeFallback: 'READ', adminRoles: ['spin-admins'], prefixes: 2 },
  },
  table: [
    { prefix: 'pay-*', line: 8, creators: { kind: 'roles', roles: ['payments'] }, holders: underPay },
    { prefix: 'ops-*', line: 9, creators: { kind: 'roles', roles: ['ops'] }, holders: adminsOnly },
    { creators: { kind: 'everyone', because: 'noMatchingPrefix' }, holders: everyone },
  ],
  warnings: [
    { sentence: 'auth.permissions.provider.application is not aggregate: no prefix counts.' },
    {
      sentence:
        'ops-* names roles, but none for READ: applications under it without permissions of their own are hidden from all but admins.',
      ...{ prefix: 'ops-*', line: 9 },
    },
  ],
  effects: {
    kind: 'known',
    isSoAlready: false,
    counts: { hidden: 1, closed: 1, narrowed: 0, widened: 1, same: 1 },
    changed: [
      { name: 'ops-board', kind: 'hidden', prefixes: ['ops-*'], holders: adminsOnly },
      { name: 'pay-web', kind: 'closed', prefixes: ['pay-*'], holders: underPay },
      {
        ...{ name: 'pay-own', kind: 'widened', prefixes: ['pay-*'] },
        holders: { ...underPay, READ: ['dev', 'payments', 'audit'] },
      },
    ],
  },
  block: 'fiat:\n  restrictApplicationCreation: true\n',
};

export function overviewOf(changes: Partial<CreationOverview> = {}): CreationOverview {
  return { ...overview, ...changes };
}

/** Of a service that was given no file. */
export const withoutFile: CreationOverview = {
  table: [],
  warnings: [],
  effects: { kind: 'unknown', why: 'There are no rules.' },
  block: 'fiat:\n  restrictApplicationCreation: true\n',
};

export function answerOf(changes: Partial<CreationAnswer> = {}): CreationAnswer {
  return {
    ...{ name: 'pay-new', user: 'bob@example.com', roles: ['dev'], verdict: 'denied', taken: 'no' },
    sentence: 'bob@example.com may not create pay-new: the prefix pay-* gives CREATE to the role payments only.',
    by: { kind: 'prefix', prefixes: ['pay-*'], roles: [] },
    explained: {
      rules: {
        ...{ provider: 'aggregate', resolutionStrategy: 'AGGREGATE', executeFallback: 'READ' },
        prefixes: [payments],
      },
      creators: { kind: 'roles', roles: ['payments'] },
      usable: [],
    },
    knownRoles: [],
    advice: defaultAdvice,
    ...changes,
  };
}

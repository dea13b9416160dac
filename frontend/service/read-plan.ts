import type { Part } from './part.ts';
import { present } from './part.ts';
import { readObject } from './read-report.ts';
import type { Account, AccountList, Plan } from './stage-service.ts';

export function readPlan(part: Part): Plan {
  return {
    objects: part.list('objects', readObject),
    warnings: part.texts('warnings'),
    problems: part.list('problems', (problem) => ({
      where: problem.text('where'),
      sentence: problem.text('sentence'),
    })),
  };
}

export function readAccounts(part: Part): AccountList {
  return { access: part.word('access', ['fiat', 'open'] as const), accounts: part.list('accounts', readAccount) };
}

function readAccount(part: Part): Account {
  return {
    name: part.text('name'),
    authorized: part.flag('authorized'),
    ...present({
      namespaces: part.has('namespaces') ? part.texts('namespaces') : undefined,
      defaultNamespace: part.textIfAny('defaultNamespace'),
    }),
  };
}

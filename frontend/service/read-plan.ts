import { defined } from '../../backend-stub/contract/defined.ts';
import type { Problem } from '../../backend-stub/contract/refusal.ts';
import type { Part } from './part.ts';
import { readObject } from './read-report.ts';
import type { Account, AccountList, Plan } from './stage-service.ts';

export function readPlan(part: Part): Plan {
  return {
    objects: part.list('objects', readObject),
    warnings: part.texts('warnings'),
    problems: part.list('problems', readProblem),
  };
}

function readProblem(part: Part): Problem {
  return {
    where: part.text('where'),
    sentence: part.text('sentence'),
    ...defined({ line: part.numberIfAny('line'), column: part.numberIfAny('column') }),
  };
}

export function readAccounts(part: Part): AccountList {
  return { access: part.word('access', ['fiat', 'open'] as const), accounts: part.list('accounts', readAccount) };
}

function readAccount(part: Part): Account {
  return {
    name: part.text('name'),
    authorized: part.flag('authorized'),
    ...defined({
      namespaces: part.has('namespaces') ? part.texts('namespaces') : undefined,
      defaultNamespace: part.textIfAny('defaultNamespace'),
    }),
  };
}

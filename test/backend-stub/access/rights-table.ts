import { guardedActionNames, rights, type GuardedAction, type Right } from '../../../backend-stub/access/rights.ts';

/** The table of `docs/permissions.md`, as Markdown, each cell as the code has it. */
export function rightsTable(): readonly (readonly string[])[] {
  const head = [
    'to do',
    'on the application',
    'on the account',
    'roles of the approval',
    'kept from the requester',
    'an admin',
  ];
  const names = Object.keys(rights) as readonly GuardedAction[];
  return [head, ...names.map((name) => [guardedActionNames[name], ...cells(rights[name])])];
}

function cells({ application, account, requiredRoles, notRequester, adminPasses }: Right): readonly string[] {
  return [
    application === 'none' ? '' : application,
    account === 'none' ? '' : account,
    requiredRoles ? 'one of them' : '',
    notRequester ? 'where the step says so' : '',
    adminPasses ? (notRequester ? 'may, but for the requester' : 'may') : '',
  ];
}

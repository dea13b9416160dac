import { may, type Question } from '../../../backend-stub/access/may.ts';
import type { Authorization } from '../../../backend-stub/access/permissions.ts';
import { rights, type GuardedAction } from '../../../backend-stub/access/rights.ts';
import { actions } from '../../../backend-stub/contract/decision.ts';
import { granting, nothing, userWith } from './users.ts';

describe('the table of rights', () => {
  it('has a row for every decision, for viewing, for starting, for canceling and for giving back', () => {
    expect(Object.keys(rights).sort()).toEqual([...actions, 'cancel', 'giveBack', 'start', 'view'].sort());
  });

  const deploying: readonly GuardedAction[] = [
    'start',
    'approve',
    'promoteFully',
    'abort',
    'retry',
    'cancel',
    'giveBack',
  ];

  it.each(deploying)('asks for EXECUTE on the application and WRITE on the account to %s', (action) => {
    expect(allowed(action, ['EXECUTE'], ['WRITE'])).toBe(true);
    expect(allowed(action, ['READ', 'WRITE', 'CREATE'], ['WRITE'])).toBe(false);
    expect(allowed(action, ['EXECUTE'], ['READ', 'EXECUTE', 'CREATE'])).toBe(false);
    expect(allowed(action, [], ['WRITE'])).toBe(false);
    expect(allowed(action, ['EXECUTE'], [])).toBe(false);
  });

  it('asks for READ on the application to view, and WRITE does not imply it', () => {
    expect(allowed('view', ['READ'], [])).toBe(true);
    expect(allowed('view', ['WRITE', 'EXECUTE', 'CREATE'], ['READ', 'WRITE'])).toBe(false);
  });

  it.each(['approve', 'promoteFully'] as const)('asks for a required role to %s', (action) => {
    expect(allowedTo(action, { requiredRoles: [['release']] })).toBe(false);
    expect(allowedTo(action, { requiredRoles: [['release', 'team-a']] })).toBe(true);
  });

  it.each(['view', 'start', 'abort', 'retry', 'giveBack'] as const)('asks for no required role to %s', (action) => {
    expect(allowedTo(action, { requiredRoles: [['release']] })).toBe(true);
  });
});

function allowed(
  action: GuardedAction,
  onApplication: readonly Authorization[],
  onAccount: readonly Authorization[],
): boolean {
  const applications = onApplication.length === 0 ? nothing : granting('shop', ...onApplication);
  const accounts = onAccount.length === 0 ? nothing : granting('prod', ...onAccount);
  return allowedTo(action, { permissions: userWith({ applications, accounts }) });
}

function allowedTo(action: GuardedAction, parts: Partial<Question>): boolean {
  const permissions = userWith();
  return (
    may({ action, user: permissions.user, permissions, application: 'shop', account: 'prod', ...parts }) === undefined
  );
}

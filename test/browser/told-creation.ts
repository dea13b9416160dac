import type { Page } from 'playwright-core';
import { creatorsOf, mayCreate, prefixesFor } from '../../backend-stub/contract/application-rules.ts';
import type { ApplicationRules } from '../../backend-stub/contract/application-rules.ts';
import { holdsOneOf } from '../../backend-stub/contract/authorization.ts';
import { defaultAdvice } from '../../backend-stub/contract/creation.ts';
import type { CreationAdvice, CreationAnswer } from '../../backend-stub/contract/creation.ts';

export const creationRoute = '**/gate/proxies/gennaker/v1/access/applications/*/creation';

/** Two teams with prefixes of their own, and nothing for anybody else. */
export const twoTeams: ApplicationRules = {
  provider: 'aggregate',
  resolutionStrategy: 'AGGREGATE',
  executeFallback: 'READ',
  restrictApplicationCreation: true,
  adminRoles: ['spin-admins'],
  prefixes: [
    { prefix: 'dev-*', permissions: { CREATE: ['dev'], READ: ['dev', 'support'], WRITE: ['dev'] } },
    { prefix: 'pay-*', permissions: { CREATE: ['payments'], READ: ['payments'], WRITE: ['payments'] } },
    { prefix: '*', permissions: { CREATE: ['spin-admins'], READ: ['auditors'] } },
  ],
};

export interface Told {
  readonly roles: readonly string[];
  readonly rules?: ApplicationRules;
  readonly taken?: readonly string[];
  readonly knownRoles?: readonly string[];
  readonly advice?: CreationAdvice;
}

/**
 * Answers about names in the place of the service, as its contract has them and by Fiat's rules: for prefixes that a playground has
 * not, and for hundreds of roles. What was asked about, in its order.
 */
export async function tellCreation(page: Page, told: Told): Promise<readonly string[]> {
  const asked: string[] = [];
  await page.route(creationRoute, (route, request) => {
    const name = decodeURIComponent(new URL(request.url()).pathname.split('/').slice(-2)[0] ?? '');
    asked.push(name);
    return route.fulfill({ json: creationOf(name, told) });
  });
  return asked;
}

export function creationOf(name: string, told: Told): CreationAnswer {
  const { roles, rules = twoTeams, taken = [], knownRoles = [], advice = defaultAdvice } = told;
  const isAllowed = mayCreate(rules, name, roles);
  const prefixes = prefixesFor(rules, name);
  const usable = rules.prefixes.filter(({ permissions }) => holdsOneOf(roles, permissions.CREATE ?? []));
  return {
    name,
    user: 'alice@example.com',
    roles,
    verdict: isAllowed ? 'allowed' : 'denied',
    sentence: isAllowed
      ? `You may create ${name}: your role ${roles[0] ?? ''} has CREATE by a prefix.`
      : `You may not create ${name}: none of your roles has CREATE by the prefixes that match it.`,
    by: { kind: 'prefix', prefixes: prefixes.map(({ prefix }) => prefix), roles: isAllowed ? roles : [] },
    taken: taken.includes(name) ? 'yes' : 'no',
    explained: {
      rules: { ...rules, prefixes },
      creators: creatorsOf(rules, name),
      usable: usable.map(({ prefix }) => prefix),
    },
    knownRoles,
    advice,
  };
}

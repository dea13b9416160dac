import type { FastifyInstance } from 'fastify';
import type { GateParts } from './gate-parts.ts';
import { projects } from '../automatic.ts';
import { usableAccounts } from './front50.ts';
import { accountRoles } from '../users.ts';
import { userOf } from './identity.ts';

/** What Deck asks while it starts, and wherever there is nothing to tell. */
export function routeFixedAnswers(app: FastifyInstance, { accounts, users, orca, front50 }: GateParts): void {
  app.get('/auth/user', (request) => {
    const { name, roles, admin } = userOf(request, users);
    const authorities = roles.map((authority) => ({ authority }));
    return { email: name, username: name, roles, isAdmin: admin, authorities, allowedAccounts: [], enabled: true };
  });
  app.get('/auth/user/serviceAccounts', (request) =>
    usableAccounts(front50.serviceAccounts(), userOf(request, users)).map(({ name }) => name),
  );
  app.get('/projects', () => projects);
  app.get('/credentials', () => accounts.map(credentials));
  // As a real one, it passes on what Orca says.
  app.get('/webhooks/preconfigured', async (): Promise<unknown> =>
    (await fetch(`${orca.url}/webhooks/preconfigured`)).json(),
  );
  app.get('/notifications/metadata', () => [
    { name: 'Email', notificationType: 'EMAIL', uiType: 'BASIC', parameters: [] },
  ]);
  for (const nothing of [
    '/notifications/application/:application',
    '/securityGroups',
    '/networks',
    '/subnets',
    '/capabilities/quietPeriod',
  ])
    app.get(nothing, () => ({}));
  for (const none of ['/jobs/preconfigured', '/search', '/artifacts/credentials', '/loadBalancers', '/tags'])
    app.get(none, () => []);
  for (const none of ['/capabilities/deploymentMonitors', '/pipelineTemplates', '/v2/pipelineTemplates/versions'])
    app.get(none, () => []);
  for (const none of ['/pubsub/subscriptions', '/v2/builds', '/banners']) app.get(none, () => []);
}

/** Fields that Deck reads of a Kubernetes account; read in source, not recorded. */
function credentials(name: string): object {
  return {
    name,
    accountId: name,
    accountType: name,
    environment: name,
    type: 'kubernetes',
    cloudProvider: 'kubernetes',
    authorized: true,
    primaryAccount: false,
    challengeDestructiveActions: false,
    requiredGroupMembership: [],
    permissions: accountRoles,
    regions: [],
    namespaces: [],
    spinnakerKindMap: {},
  };
}

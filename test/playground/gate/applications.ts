import type { FastifyInstance } from 'fastify';
import { isRestricted } from '../../../backend-stub/contract/authorization.ts';
import type { Application } from './front50.ts';
import type { GateParts } from './gate-parts.ts';
import { userOf } from './identity.ts';
import { Refused } from './refusal.ts';

interface OfApplication {
  Params: { application: string };
}

/** Applications, and what Deck asks about the infrastructure of one: there is none that Clouddriver would know. */
export function routeApplications(app: FastifyInstance, parts: GateParts): void {
  const { front50, authorizer, users } = parts;
  app.get('/applications', async (request) => {
    const { name } = userOf(request, users);
    const readable = await Promise.all(front50.applications().map((one) => authorizer.may(name, 'READ', one.name)));
    return front50
      .applications()
      .filter((_, index) => readable[index])
      .map(({ attributes }) => attributes);
  });
  app.get<OfApplication>('/applications/:application', async (request) => {
    const { name, attributes } = await readable(parts, userOf(request, users).name, request.params.application);
    const permissions = front50.permissions().get(name.toLowerCase()) ?? {};
    // As Gate does, without the key where nothing is restricted; what prefixes add is not shown.
    const own = isRestricted(permissions) ? { permissions } : {};
    return { name, attributes: { ...attributes, ...own }, clusters: {} };
  });
  for (const list of ['serverGroups', 'serverGroupManagers', 'loadBalancers', 'functions', 'tasks', 'rawResources'])
    app.get<OfApplication>(`/applications/:application/${list}`, () => []);
  app.get<OfApplication>('/applications/:application/clusters', () => ({}));
}

/** Throws {@link Refused}: 403 before 404, as Front50 does. */
async function readable({ front50, authorizer }: GateParts, user: string, application: string): Promise<Application> {
  await authorizer.require(user, 'READ', application);
  const found = front50.application(application);
  if (found === undefined) throw new Refused(404, `Unable to find application '${application}'`);
  return found;
}

import { Ajv2020 } from 'ajv/dist/2020.js';
import { pino } from 'pino';
import { machineRoutes } from '../../../backend-stub/access/machine-scopes.ts';
import { at, isRecord, recordAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { Bearers } from '../../../backend-stub/http/bearer.ts';
import { Metrics } from '../../../backend-stub/http/metrics.ts';
import { createOrcaApp } from '../../../backend-stub/http/orca-app.ts';
import { createPeopleApp } from '../../../backend-stub/http/people-app.ts';
import type { MachineRoutesOptions } from '../../../backend-stub/http/machine-routes.ts';
import { Readiness } from '../../../backend-stub/http/readiness.ts';
import { call } from './caller.ts';
import { unaskedByMachines, unaskedByOrca, unaskedByPeople } from './unasked-use-cases.ts';

const forMachines: MachineRoutesOptions = {
  issuer: 'https://login.example.com/',
  tenantClaims: ['tenant'],
  serviceAccounts: new Map(),
  tokens: { read: () => Promise.reject(new Error('No token is read here.')) },
  useCases: unaskedByMachines,
};
const log = pino({ level: 'silent' });
const metrics = new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] });
const clock = { elapsed: () => 0 };
const readiness = new Readiness({ health: () => Promise.resolve() });

const listeners = [
  [
    'Orca',
    () => createOrcaApp({ useCases: unaskedByOrca, log, bearers: new Bearers(['token']), metrics, readiness, clock }),
    ['get /v1/deployments/{id}/status', 'post /v1/cancel', 'post /v1/deployments'],
    ['503'],
  ],
  [
    'Orca and machines',
    () =>
      createOrcaApp({
        useCases: unaskedByOrca,
        log,
        bearers: new Bearers(['token']),
        metrics,
        readiness,
        machines: forMachines,
        clock,
      }),
    [
      'get /v1/deployments/{id}/status',
      'get /v1/machines/accounts',
      'get /v1/machines/audit',
      'get /v1/machines/deployments',
      'get /v1/machines/deployments/{id}',
      'post /v1/cancel',
      'post /v1/deployments',
      'post /v1/machines/deployments',
      'post /v1/machines/deployments/{id}/cancel',
      'post /v1/machines/plan',
    ],
    ['503'],
  ],
  [
    'people',
    () => createPeopleApp({ useCases: unaskedByPeople, log, metrics, clock }),
    [
      'get /v1/access/applications',
      'get /v1/access/applications/{name}/creation',
      'get /v1/access/applications/{name}/pipelines',
      'get /v1/access/creation',
      'get /v1/access/service-accounts',
      'get /v1/accounts',
      'get /v1/audit',
      'get /v1/deployments',
      'get /v1/deployments/{id}',
      'get /v1/deployments/{id}/plan',
      'get /v1/doctor',
      'post /v1/deployments/{id}/decisions',
      'post /v1/deployments/{id}/give-back',
      'post /v1/deployments/{id}/nonces',
      'post /v1/deployments/{id}/stage-decisions',
      'post /v1/plan',
    ],
    [],
  ],
] as const;

describe.each(listeners)('the OpenAPI document for %s', (listener, create, routes, laterAnswers) => {
  let app: Awaited<ReturnType<typeof create>>;
  let document: unknown;
  beforeAll(async () => {
    app = await create();
    document = (await call(`${await app.listen({ host: '127.0.0.1', port: 0 })}/v1/openapi.json`)).body;
  });
  afterAll(() => app.close());

  const operations = (): readonly (readonly [string, unknown])[] =>
    Object.entries(recordAt(document, 'paths')).flatMap(([path, methods]) =>
      Object.entries(isRecord(methods) ? methods : {}).map(([method, one]) => [`${method} ${path}`, one] as const),
    );

  it('names every route, with a summary and the shapes of its answers', () => {
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual(routes);
    for (const [name, operation] of operations()) {
      expect([name, at(operation, 'summary')]).toEqual([name, expect.any(String)]);
      const answers = Object.keys(recordAt(operation, 'responses')).sort();
      expect([name, answers]).toEqual([
        name,
        [expect.stringMatching(/^20[02]$/), '4XX', ...(name.includes('/machines/') ? ['5XX'] : laterAnswers)],
      ]);
    }
  });

  it('says of every route of Orca and of machines what opens it, and with which scope', () => {
    for (const [name, operation] of operations()) {
      const [method = '', path = ''] = name.split(' ');
      const scope: unknown = at(machineRoutes, `${method.toUpperCase()} ${path.replace('{id}', ':id')}`);
      const opens = scope === undefined ? { orcaBearer: [] } : { machineToken: [scope] };
      expect([name, at(operation, 'security')]).toEqual([name, listener === 'people' ? undefined : [opens]]);
      for (const scheme of listener === 'people' ? [] : Object.keys(opens))
        expect(Object.keys(recordAt(document, 'components', 'securitySchemes'))).toContain(scheme);
    }
  });

  it('holds no schema that is not one, and no reference that leads nowhere', () => {
    expect(at(document, 'openapi')).toBe('3.1.0');
    const schemas = operations().flatMap(([name, operation]) => schemasIn(operation).map((schema) => [name, schema]));
    expect(schemas.length).toBeGreaterThan(routes.length);
    for (const [, schema] of schemas) {
      // Each alone, since one shape stands in several places under the same $id.
      const ajv = new Ajv2020({ strict: true, strictTypes: false, keywords: ['components'] });
      if (isRecord(schema))
        expect(typeof ajv.compile({ ...schema, components: at(document, 'components') })).toBe('function');
    }
  });
});

/** Whatever stands under a key `schema`. */
function schemasIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(schemasIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'schema' ? [inner] : schemasIn(inner)));
}
